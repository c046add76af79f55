/** A worker process that tells its memory when its parent asks. Run with --expose-gc. */
import { processLog } from '../../src/processes/process-log.ts';
import { runRoles } from '../../src/processes/run-roles.ts';
import { readSettings } from '../../src/settings.ts';

const settings = readSettings(process.env);
const running = await runRoles(['worker'], settings, processLog(settings.LOG_LEVEL, 'worker'));

process.on('message', () => {
  // What only waits to be collected, and pages that V8 keeps for later, say nothing of a leak.
  globalThis.gc?.({ type: 'major', flavor: 'last-resort' });
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ resident_mb: rss / 2 ** 20, heap_mb: heapUsed / 2 ** 20 });
});
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)));
process.send?.('ready');
