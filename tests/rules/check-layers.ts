/**
 * The layer rule of docs/architecture.md, checked on the imports of every file under src/. `npm run check` runs it: each
 * violation is printed as `file:line  rule`, and the exit code is 1 when there is one.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type Import, importsOf, withoutComments } from './read-imports.ts';

export interface Violation {
  file: string;
  line: number;
  rule: string;
}

const WEB = /^(fastify($|\/|-)|@fastify\/)/;
const DRIVERS = /^(mongodb|bson|ioredis|redis|bullmq|node:sqlite|better-sqlite3)($|\/)/;
const VAGUE = /^(utils?|helpers?|common|libs?|managers?)$/;

/** Files of their own that know nothing of the application; every layer may import them. */
const GROUND = ['errors', 'runtime'];

/** What each layer may import of the others; itself and the ground always. `services/x.ts` is the layer `services/shared`. */
const MAY_IMPORT: Record<string, string[]> = {
  runtime: [],
  errors: [],
  settings: [],
  'schema-faults': [],
  'data/contracts': ['data/shared'],
  'data/shared': [],
  'data/*': ['data/contracts', 'data/shared'],
  'task-types': ['schema-faults'],
  pictures: [],
  'services/shared': ['data/contracts', 'task-types'],
  'services/engine': ['services/shared', 'data/contracts', 'task-types'],
  'services/audit': ['services/shared', 'data/contracts'],
  'services/accounts': ['services/audit', 'services/shared', 'data/contracts'],
  'services/tasks': [
    'services/audit',
    'services/engine',
    'services/shared',
    'data/contracts',
    'task-types',
    'pictures',
  ],
  'services/schedules': [
    'services/tasks',
    'services/audit',
    'services/engine',
    'services/shared',
    'data/contracts',
    'task-types',
  ],
  'services/operation': [
    'services/audit',
    'services/engine',
    'services/shared',
    'data/contracts',
    'task-types',
  ],
  'services/webhooks': [
    'services/tasks',
    'services/audit',
    'services/engine',
    'services/shared',
    'data/contracts',
    'task-types',
  ],
  'services/*': ['services/engine', 'services/shared', 'data/contracts', 'task-types'],
  worker: ['services/engine', 'services/shared', 'data/contracts', 'task-types', 'pictures'],
  scheduler: ['services/*', 'data/contracts'],
  telemetry: [],
  api: ['services/*', 'data/contracts', 'schema-faults', 'settings', 'telemetry'],
};
/** These wire everything, and nobody imports them. */
const WIRING = ['processes', 'cli'];

/** A program that a handler starts without an environment of its own inherits the process's, as Node has it. */
const READS_ENV = ['worker/programs/watch-spawns.ts'];

/** `services/tasks/x.ts` → `services/tasks`; `services/x.ts` → `services/shared`; `errors.ts` → `errors`; the same under `data`. */
function layerOf(path: string): string {
  const [first = '', second = '', third] = path.split('/');
  if (first === 'data' || first === 'services')
    return third === undefined ? `${first}/shared` : `${first}/${second}`;
  return first.replace(/\.ts$/, '');
}

const allowedFor = (layer: string): string[] | undefined =>
  MAY_IMPORT[layer] ?? MAY_IMPORT[layer.replace(/^(data|services)\/.*/, '$1/*')];

const isAllowed = (allowed: string[], to: string): boolean =>
  allowed.includes(to) || (to.startsWith('services/') && allowed.includes('services/*'));

/** Every violation under `<root>/src`, in the order of the files. */
export function checkLayers(root: string): Violation[] {
  const src = join(root, 'src');
  const files = (readdirSync(src, { recursive: true }) as string[])
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.(ts|mts|js|mjs)$/.test(file))
    .sort();
  const edges = new Map<string, { file: string; line: number; to: string; from: string }>();
  const found: Violation[] = [];

  for (const file of files) {
    const text = withoutComments(readFileSync(join(src, file), 'utf8'));
    const layer = layerOf(file);
    const report = (line: number, rule: string) => found.push({ file: `src/${file}`, line, rule });

    if (file.split(/[/.-]/).some((word) => VAGUE.test(word))) {
      report(1, 'a name says what is inside: no utils, helpers, common, lib or manager');
    }
    // A task type runs in a thread, and the environment it sees there is made for it by src/processes.
    const mayRead =
      layer === 'settings' || layer === 'task-types' || WIRING.includes(layer) || READS_ENV.includes(file);
    if (!mayRead) {
      for (const line of linesOf(text, /\bprocess\s*\??\.\s*env\b|\bprocess\s*\[\s*['"]env/g)) {
        report(line, 'only src/settings.ts, src/cli.ts and src/processes read process.env');
      }
    }
    // The texts of errors may name a path.
    if (layer !== 'api' && layer !== 'errors' && !WIRING.includes(layer)) {
      for (const line of linesOf(text, /['"`]\/api\/v/g)) report(line, 'only src/api names its paths');
    }
    for (const one of importsOf(text)) {
      if (one.name.startsWith('.')) {
        const target = relative(src, resolve(src, file, '..', one.name)).replaceAll('\\', '/');
        const rule = checkRelative(src, layer, target, one);
        if (rule) report(one.line, rule);
        const to = layerOf(target);
        if (to !== layer) edges.set(`${layer} ${to}`, { file, line: one.line, from: layer, to });
      } else {
        const rule = checkPackage(layer, one.name);
        if (rule) report(one.line, rule);
      }
    }
  }
  for (const { file, line, from, to } of edges.values()) {
    if (!reaches(edges.values().toArray(), to, from)) continue;
    found.push({
      file: `src/${file}`,
      line,
      rule: `${from} and ${to} import one another (a cycle of layers)`,
    });
  }
  return found;
}

function checkRelative(src: string, layer: string, target: string, { name }: Import): string | null {
  // A package.json or another asset is no layer.
  if (target.startsWith('../')) return name.endsWith('.json') ? null : `imports ${name} from outside src/`;
  if (!existsSync(join(src, target))) return `imports ${name}, which does not exist`;
  const to = layerOf(target);
  if (to === layer || WIRING.includes(layer)) return null;
  if (WIRING.includes(to)) return `nothing imports src/${to}: it wires the others`;
  const allowed = allowedFor(layer);
  if (allowed === undefined) return `src/${layer} is a layer this rule does not know; add it to the rule`;
  return GROUND.includes(to) || isAllowed(allowed, to)
    ? null
    : `${layer} does not import ${to} (only ${allowed.join(', ') || 'itself'})`;
}

function checkPackage(layer: string, name: string): string | null {
  if (WEB.test(name) && layer !== 'api') return `${name}: Fastify belongs to src/api`;
  if (DRIVERS.test(name) && (!layer.startsWith('data/') || layer === 'data/contracts')) {
    return `${name}: drivers belong to the engines under src/data`;
  }
  return null;
}

function reaches(edges: { from: string; to: string }[], from: string, wanted: string): boolean {
  const seen = new Set<string>();
  const next = [from];
  for (let layer = next.pop(); layer !== undefined; layer = next.pop()) {
    if (layer === wanted) return true;
    if (seen.has(layer)) continue;
    seen.add(layer);
    for (const edge of edges) if (edge.from === layer) next.push(edge.to);
  }
  return false;
}

function linesOf(text: string, pattern: RegExp): number[] {
  return [...text.matchAll(pattern)].map((match) => text.slice(0, match.index).split('\n').length);
}

if (import.meta.main) {
  const violations = checkLayers(resolve(import.meta.dirname, '../..'));
  for (const { file, line, rule } of violations) console.error(`${file}:${line}  ${rule}`);
  if (violations.length > 0) process.exitCode = 1;
}
