/**
 * Writes the generated parts of the docs: `.env.example`, the table of settings, the error codes, the states, the roles.
 * Everything here is a pure function of the code; tests/rules/generated-docs.test.ts compares it with the files.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TaskStatus } from '../src/data/contracts/index.ts';
import { type CatalogueEntry, catalogue } from '../src/errors.ts';
import { AUDIT_ACTIONS } from '../src/services/audit/actions.ts';
import { isFinal, itemMoves, taskMoves } from '../src/services/engine/task-states.ts';
import { PERMISSIONS, rolePermissions } from '../src/services/permissions.ts';
import { settingSpecs } from '../src/settings.ts';
import { writeGenerated } from './write-generated.ts';

const ROOT = resolve(import.meta.dirname, '..');

interface Spec {
  rule: string;
  fallback: unknown;
  about: string;
  group: string;
}

const specs = Object.entries(settingSpecs) as [string, Spec][];
const groups = [...new Set(specs.map(([, { group }]) => group))];
const inGroup = (group: string) => specs.filter(([, spec]) => spec.group === group);
const isSet = (value: unknown) => value !== undefined && value !== '';

/** Every setting with its default, commented out, so that a copy of the file changes nothing until a line is uncommented. */
export function envExample(): string {
  const head = [
    '# The settings of Backend2. Copy this file to `.env` and uncomment what you want to change.',
    '# Variables of the environment win over this file; an empty value counts as not set.',
    '# Made by `npm run docs` from src/settings.',
  ];
  const parts = groups.map((group) => [
    '',
    `# ---- ${group} ----`,
    ...inGroup(group).flatMap(([name, { about, rule, fallback }]) => [
      '',
      `# ${about}${rule === 'text' ? '' : ` Takes ${rule}.`}`,
      `# ${name}=${isSet(fallback) ? quoted(String(fallback)) : ''}`,
    ]),
  ]);
  return `${[...head, ...parts.flat()].join('\n')}\n`;
}

const quoted = (value: string) => (/[\s#'"]/.test(value) ? `"${value}"` : value);

/** One table for each group of settings. */
export function settingsTables(): string {
  return groups
    .map((group) => {
      const rows = inGroup(group).map(([name, { about, rule, fallback }]) => {
        const shown = isSet(fallback) ? `\`${fallback}\`` : '–';
        return `| \`${name}\` | ${shown} | ${cell(rule)} | ${cell(about)} |`;
      });
      return [
        `### ${group}`,
        '',
        '| setting | default | takes | meaning |',
        '|---|---|---|---|',
        ...rows,
      ].join('\n');
    })
    .join('\n\n');
}

const cell = (text: string) => text.replaceAll('|', '\\|');

/** The catalogue by status: the messages in both languages, and what to do. */
export function errorTables(): string {
  const entries = Object.entries(catalogue) as [string, CatalogueEntry][];
  const statuses = [...new Set(entries.map(([, { status }]) => status))].sort((a, b) => a - b);
  return statuses
    .map((status) => {
      const rows = entries
        .filter(([, entry]) => entry.status === status)
        .map(
          ([type, { en, zh, todo }]) =>
            `| \`${type}\` | ${cell(en)}<br>${cell(zh)} | ${cell(todo.en)}<br>${cell(todo.zh)} |`,
        );
      return [`### ${status}`, '', '| type | message | what to do |', '|---|---|---|', ...rows].join('\n');
    })
    .join('\n\n');
}

/** The cause of each move. A move that is not listed here has no label in the drawing. */
const taskReasons: Record<string, string> = {
  'pending→processing': 'first item claimed',
  'pending→cancelling': 'cancel',
  'pending→cancelled': 'cancel',
  'processing→completed': 'all items ended',
  'processing→failed': 'every item failed',
  'processing→cancelling': 'cancel, items still run',
  'processing→cancelled': 'cancel',
  'cancelling→cancelled': 'last item ended',
  'cancelling→completed': 'no item was cancelled',
  'cancelling→failed': 'every item failed',
  'cancelling→processing': 'undone cancel',
  'completed→processing': 'retry',
  'failed→processing': 'retry',
  'cancelled→processing': 'retry or undone cancel',
  'cancelled→pending': 'undone cancel, nothing had begun',
};

const itemReasons: Record<string, string> = {
  'queued→processing': 'claim, attempt + 1',
  'queued→cancelled': 'cancel',
  'processing→completed': 'result recorded',
  'processing→failed': 'last attempt failed',
  'processing→cancelled': 'cancel',
  'processing→queued': 'later attempt, rescue, stop or undone cancel',
  'failed→queued': 'retry of the task',
  'cancelled→queued': 'retry of the task',
};

/** Both state machines as Mermaid drawings. */
export function stateDrawings(): string {
  return [
    'A task:',
    '',
    drawing('pending', taskMoves, taskReasons),
    '',
    'An item:',
    '',
    drawing('queued', itemMoves, itemReasons),
  ].join('\n');
}

function drawing(
  first: string,
  moves: Record<string, readonly string[]>,
  reasons: Record<string, string>,
): string {
  const pairs = Object.entries(moves).flatMap(([from, all]) => all.map((to) => [from, to] as const));
  const unknown = Object.keys(reasons).find((key) => !pairs.some(([from, to]) => key === `${from}→${to}`));
  if (unknown) throw new Error(`the table of states has no move ${unknown}`);
  const lines = pairs.map(([from, to]) => {
    const reason = reasons[`${from}→${to}`];
    return `  ${from} --> ${to}${reason ? ` : ${reason}` : ''}`;
  });
  const finals = Object.keys(moves).filter((state) => isFinal(state as TaskStatus));
  return [
    '```mermaid',
    'stateDiagram-v2',
    '  direction LR',
    `  [*] --> ${first}`,
    ...lines,
    '  classDef final stroke-width:3px',
    `  class ${finals.join(', ')} final`,
    '```',
  ].join('\n');
}

/** Which role has which permission. */
export function rolesTable(): string {
  const rows = Object.entries(rolePermissions).map(([role, held]) => {
    const marks = PERMISSIONS.map((permission) => (held.includes(permission) ? '✓' : '–'));
    return `| **${role}** | ${marks.join(' | ')} |`;
  });
  return [
    `| role | ${PERMISSIONS.map((permission) => `\`${permission}\``).join(' | ')} |`,
    `|---|${PERMISSIONS.map(() => ':-:').join('|')}|`,
    ...rows,
  ].join('\n');
}

export function auditTable(): string {
  const rows = Object.entries(AUDIT_ACTIONS).map(([action, about]) => `| \`${action}\` | ${about} |`);
  return ['| action | what happened |', '|---|---|', ...rows].join('\n');
}

/** Parts of pages, between `<!-- generated: NAME -->` and `<!-- end of generated -->`. */
const parts = [
  { file: 'docs/configuration.md', name: 'settings', text: settingsTables },
  { file: 'docs/error-codes.md', name: 'errors', text: errorTables },
  { file: 'docs/architecture.md', name: 'states', text: stateDrawings },
  { file: 'docs/users-and-roles.md', name: 'roles', text: rolesTable },
  { file: 'docs/users-and-roles.md', name: 'audit', text: auditTable },
];

/** The page with the part replaced. Throws if its markers are missing. */
export function withPart(page: string, name: string, text: string): string {
  const start = `<!-- generated: ${name} -->`;
  const end = '<!-- end of generated -->';
  const from = page.indexOf(start);
  const to = page.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`a page lacks the markers ${start} and ${end}`);
  return `${page.slice(0, from)}${start}\n\n${text}\n\n${page.slice(to)}`;
}

/** Every generated file with its correct text. `read` returns the present text of a file. */
export function generatedFiles(read: (file: string) => string): Map<string, string> {
  const files = new Map([['.env.example', envExample()]]);
  for (const { file, name, text } of parts) {
    files.set(file, withPart(files.get(file) ?? read(file), name, text()));
  }
  return files;
}

if (import.meta.main) {
  const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
  const files = [...generatedFiles(read)].map(([file, text]): [string, string] => [join(ROOT, file), text]);
  writeGenerated(files, console.log);
}
