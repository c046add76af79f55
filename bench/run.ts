/**
 * Runs the benches whose names contain one of the given words, or all benches, one after another.
 * Usage: npm run bench -- [--full] [--publish] [name…]
 * `--publish` writes docs/performance.md. Benches that are not part of this run keep their figures of the last 24 hours.
 */
import { parseArgs } from 'node:util';
import { chromiumAvailable } from '../tests/support/chromium.ts';
import { mongodAvailable } from '../tests/support/mongod.ts';
import { redisAvailable } from '../tests/support/redis.ts';
import { benches } from './benches.ts';
import type { Bench } from './support/bench.ts';
import { describeMachine } from './support/machine.ts';
import { postgresAvailable } from './support/postgres.ts';
import {
  printFigures,
  publishWithEarlier,
  type Report,
  type Result,
  writeResults,
} from './support/report.ts';

const isThere = {
  redis: redisAvailable,
  mongodb: mongodAvailable,
  chromium: chromiumAvailable,
  postgresql: postgresAvailable,
};

const { values, positionals } = parseArgs({
  options: { full: { type: 'boolean', default: false }, publish: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const chosen = benches.filter(
  ({ name }) => positionals.length === 0 || positionals.some((word) => name.includes(word)),
);
if (chosen.length === 0) {
  console.error(`No bench has such a name. The benches are: ${benches.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

// Do not wait for servers that are still stopping.
setInterval(() => {}, 1_000);

const results: Result[] = [];
for (const bench of chosen) {
  const result = await runBench(bench);
  results.push(result);
  printFigures(result);
}
const report: Report = {
  date: new Date().toISOString(),
  command: ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' '),
  machine: describeMachine(),
  results,
};
console.log(`\nWritten to ${await writeResults(report)}`);
if (values.publish) {
  const names = benches.map(({ name }) => name);
  console.log(`Written to ${await publishWithEarlier(report, names)}`);
}
process.exit(results.some((one) => one.error) ? 1 : 0);

async function runBench(bench: Bench): Promise<Result> {
  const { name, mark, settings, needs = [] } = bench;
  const missing = needs.filter((one) => !isThere[one]());
  const about = { name, mark, settings };
  if (missing.length > 0) {
    return {
      ...about,
      seconds: 0,
      figures: [],
      skipped: `NOT MEASURED: ${missing.join(' and ')} is missing (npm run services${missing.includes('postgresql') ? '; apt-get install postgresql' : ''})`,
      error: null,
    };
  }
  console.log(`\n${name}: ${mark}`);
  const start = performance.now();
  const ended = { ...about, skipped: null };
  try {
    const figures = await bench.run({ full: values.full });
    return { ...ended, figures, seconds: (performance.now() - start) / 1_000, error: null };
  } catch (error) {
    console.error(error);
    return { ...ended, figures: [], seconds: (performance.now() - start) / 1_000, error: String(error) };
  }
}
