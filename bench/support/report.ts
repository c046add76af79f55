/** The output of a run: figures on the terminal, a file with results, and with `--publish`, docs/performance.md. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Figure } from './bench.ts';
import type { Machine } from './machine.ts';

export interface Result {
  name: string;
  mark: string;
  settings: string;
  seconds: number;
  figures: Figure[];
  skipped: string | null;
  error: string | null;
}

export interface Report {
  /** ISO time of the end of the run. */
  date: string;
  command: string;
  machine: Machine;
  results: Result[];
}

const verdict = ({ met }: Figure): string => (met === null ? '' : met ? 'met' : 'MISSED');

export function printFigures({ name, figures, skipped, error, seconds }: Result): void {
  if (skipped) console.log(`\n${name}: skipped, ${skipped}`);
  if (error) console.log(`  failed: ${error}`);
  for (const one of figures) {
    const mark = one.mark ? ` (mark ${one.mark}: ${verdict(one)})` : '';
    console.log(`  ${one.what}: ${one.value}${mark}\n    ${one.detail}`);
  }
  if (!skipped) console.log(`  [${Math.round(seconds)} s]`);
}

const FOLDER = fileURLToPath(new URL('../results/', import.meta.url));

export async function writeResults(report: Report): Promise<string> {
  await mkdir(FOLDER, { recursive: true });
  const file = `${FOLDER}${report.date.replaceAll(':', '-')}.json`;
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}

/** For how long results of earlier runs are used. */
const SAME_RUN_MS = 24 * 3_600_000;

/** All benches together take half an hour, so they can run in parts: what this run lacks is taken from the newest run of the last day. */
export async function publishWithEarlier(report: Report, names: string[]): Promise<string> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.json'));
  const all = await Promise.all(
    files.map(async (file) => JSON.parse(await readFile(FOLDER + file, 'utf8')) as Report),
  );
  return publish({ ...report, results: newestResults([report, ...all], names) });
}

/** For each bench, in this order: its newest result with figures. Only reports of the same machine within a day of the first one count. */
export function newestResults([report, ...others]: [Report, ...Report[]], names: string[]): Result[] {
  const machine = JSON.stringify(report.machine);
  const near = others.filter(
    (one) =>
      JSON.stringify(one.machine) === machine && Date.parse(report.date) - Date.parse(one.date) < SAME_RUN_MS,
  );
  const newest_first = [report, ...near.toSorted((a, b) => (a.date < b.date ? 1 : -1))];
  return names.flatMap((name) => {
    const found = newest_first.flatMap(({ results }) => results.filter((one) => one.name === name));
    return found.find(({ figures }) => figures.length > 0) ?? found[0] ?? [];
  });
}

async function publish(report: Report): Promise<string> {
  const file = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
  await writeFile(file, pageOf(report));
  return file;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const marked = ({ what, value, mark, met }: Figure): string =>
  `| ${cell(what)} | ${cell(value)} | ${cell(mark ?? '')} ${met ? '✓' : '**missed**'} |`;

/** A bench with more figures than this has only one line in the summary. */
const FEW = 6;

/** One line for each figure with a mark, or for each bench with many figures, so that the summary fits on one screen. */
export function summaryOf(results: Result[]): string[] {
  return results.flatMap(({ name, figures }) => {
    const all = figures.filter(({ mark }) => mark !== null);
    if (all.length <= FEW) return all.map(marked);
    const missed = all.filter(({ met }) => !met);
    const by_value = all.toSorted((a, b) => Number.parseFloat(b.value) - Number.parseFloat(a.value));
    const worst = by_value[0] as Figure;
    const verdict = missed.length === 0 ? 'all ✓' : `**missed** by ${missed.length} of ${all.length}`;
    return [
      `| \`${name}\`, highest of ${all.length}: ${cell(worst.what)} | ${worst.value} | ${worst.mark} ${verdict} |`,
    ];
  });
}

export function pageOf({ date, command, machine, results }: Report): string {
  const { cpu, cores, memory_gb, system, node } = machine;
  const rows = results.flatMap((result) =>
    result.figures.map((one) => {
      const mark = one.mark === null ? '' : `${one.mark} ${one.met ? '✓' : '**missed**'}`;
      return `| ${[one.what, one.value, mark, one.detail, `\`${result.name}\``].map(cell).join(' | ')} |`;
    }),
  );
  const settings = results
    .filter((result) => result.figures.length > 0)
    .map(({ name, settings }) => `- \`${name}\`: ${settings}`);
  const without = results
    .filter(({ skipped, error }) => skipped ?? error)
    .map(({ name, skipped, error }) => `- \`${name}\`: ${skipped ?? `failed: ${error}`}`);
  return `# Performance

Written by \`${command}\` (\`bench/run.ts\`) on ${date.slice(0, 10)}, with figures of the last 24 hours for benches that this run did not have; do not edit.

| in short | figure | mark |
|---|---|---|
${summaryOf(results).join('\n')}

## How it was measured

| machine | |
|---|---|
| processor | ${cpu}, ${cores} cores |
| memory | ${memory_gb} GB |
| system | ${system} |
| Node | ${node} |

Load, servers and databases share these cores. Each rate is a ratio against a reference measured in the same run: the two
alternate five times, and the median ratio counts. Absolute rates depend on the machine and on what else it does.

## Every figure

| what | figure | mark | measured | bench |
|---|---|---|---|---|
${rows.join('\n')}

## Settings

What differs from the defaults, by bench:

${settings.join('\n')}
${without.length > 0 ? `\n## Not measured\n\n${without.join('\n')}\n` : ''}`;
}
