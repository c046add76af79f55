/** Ends programs that killed workers left behind. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../runtime/log.ts';
import { PROGRAM_GRACE_MS, send } from './attempt-programs.ts';
import { type MarkedProcess, markedProcesses, processStatus } from './process-table.ts';

const LOOK_MS = 25;

/** Ends the programs of this installation whose worker no longer exists: SIGTERM, then SIGKILL. Resolves once none is left. */
export async function endLeftoverPrograms(installation: string, log: Pick<Log, 'warn'>): Promise<void> {
  let left = await leftoverPrograms(installation);
  if (left.length === 0) return;
  log.warn({ pids: left.map(({ pid }) => pid) }, 'programs left running by a killed worker are being ended');
  for (const { pid } of left) send(pid, 'SIGTERM');
  for (const end = performance.now() + PROGRAM_GRACE_MS; performance.now() < end; await sleep(LOOK_MS)) {
    left = await leftoverPrograms(installation);
    if (left.length === 0) return;
  }
  for (const { pid } of left) send(pid, 'SIGKILL');
}

async function leftoverPrograms(installation: string): Promise<MarkedProcess[]> {
  const left: MarkedProcess[] = [];
  for (const one of await markedProcesses(`${installation}:`)) {
    const [, worker = ''] = one.mark.split(':');
    const [pid, started] = worker.split('.');
    const status = await processStatus(Number(pid));
    if (status?.started !== started) left.push(one);
  }
  return left;
}
