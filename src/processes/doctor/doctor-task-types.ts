/** `doctor`: loads the task types. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { DEFAULT_POOL } from '../../data/contracts/index.ts';
import type { Settings } from '../../settings.ts';
import { loadTaskTypes } from '../../task-types/definition/registry.ts';
import { isEmbedded } from '../open-data.ts';
import { type Finding, ok, problem, warning } from './doctor-findings.ts';
import type { ToDoctor } from './load-for-doctor.ts';

const ENTRY = new URL('./task-types-process.ts', import.meta.url);
/** More than the modules may take together. */
const LONGEST_MS = 60_000;

interface LoadedType {
  type: string;
  pool: string;
}

export async function checkTaskTypes(settings: Settings): Promise<Finding[]> {
  const { types, faults } = await loaded(settings.TASK_TYPES_DIR);
  const problems = faults.map((text) =>
    problem(`a task type cannot be used: ${text}`, 'correct it; see docs/task-types.md'),
  );
  if (!types) return problems;
  const names = types.map(({ type }) => type).join(', ');
  return [...problems, ok(`task types: ${names}`), ...checkPools(settings, types)];
}

/** `types` is null if they could not be loaded. */
async function loaded(folder?: string): Promise<{ types: LoadedType[] | null; faults: string[] }> {
  // Ours do no harm.
  if (!folder) return { types: [...(await loadTaskTypes()).values()], faults: [] };
  const faults: string[] = [];
  let types: LoadedType[] | null = null;
  let file = folder;
  const child = fork(ENTRY, [folder], { stdio: 'ignore', timeout: LONGEST_MS, killSignal: 'SIGKILL' });
  child.on('message', (message: ToDoctor) => {
    if (message.kind === 'types') types = message.types;
    else if (message.kind === 'fault') faults.push(message.text);
    else file = message.file;
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  if (!types && faults.length === 0)
    faults.push(`${file}: the process ends while the module is loaded (${signal ?? `code ${code}`})`);
  return { types, faults };
}

/** Where one process does everything, its worker must belong to every pool. */
function checkPools(settings: Settings, types: LoadedType[]): Finding[] {
  const pools = [...new Set(types.map(({ pool }) => pool))];
  if (pools.length === 1 && pools[0] === DEFAULT_POOL) return [];
  const served = settings.WORKER_POOLS.split(',');
  const missing = pools.filter((pool) => !served.includes(pool));
  if (missing.length === 0) return [ok(`pools of task types: ${pools.join(', ')}`)];
  if (!isEmbedded(settings))
    return [ok(`pools of task types: ${pools.join(', ')}; a worker must belong to each of them`)];
  const waiting = types.filter(({ pool }) => missing.includes(pool)).map(({ type }) => type);
  return [
    warning(
      `items of the task types ${waiting.join(', ')} do not run: no worker belongs to their pool`,
      `set WORKER_POOLS=${[...served, ...missing].join(',')}`,
    ),
  ];
}
