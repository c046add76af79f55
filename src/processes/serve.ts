/** The life of a process: start, print the addresses, wait for a signal, stop, return the exit code. */

import { flushCompileCache } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { readEnvironment } from './environment.ts';
import { fewOpenFiles } from './few-open-files.ts';
import { misspelledSettings } from './misspelled-settings.ts';
import { needsServers, StartError } from './needs-servers.ts';
import { isEmbedded } from './open-data.ts';
import { processLog } from './process-log.ts';
import { type Role, runRoles } from './run-roles.ts';
import { settingsOf } from './settings-of.ts';
import { listenForStop } from './signals.ts';
import { watchUnhandledErrors } from './unhandled-errors.ts';
import { firstAccountSaid, printWelcome } from './welcome.ts';

/**
 * How much longer than SHUTDOWN_GRACE a stop may take. With servers, all lasting data is there, and a server that does not answer is not
 * waited for. An embedded process closes its database, which may have much to write back.
 */
const STOP_LIMIT_MS = { servers: 2_500, embedded: 15_000 };

/** Milliseconds that an interrupted start gets to finish, so that it can stop properly. */
const UNFINISHED_START_MS = 500;

/** Runs until it is told to stop; resolves with the exit code. */
export async function serve(
  command: string,
  roles: readonly Role[],
  overrides: Record<string, string> = {},
): Promise<number> {
  const read = readEnvironment();
  const environment = { ...read.environment, ...overrides };
  const settings = settingsOf(environment);
  needsServers(command, settings);
  const log = processLog(settings.LOG_LEVEL, command);
  const few = fewOpenFiles(settings);
  if (few?.too_few) throw new StartError(`${few.text}: ${few.todo}.`);
  if (few) log.warn({}, `${few.text}; ${few.todo}`);
  for (const text of misspelledSettings(read.dot_env_names)) log.warn({}, text);
  const stopWatching = watchUnhandledErrors(log);
  const signals = listenForStop(() => {
    log.warn({}, 'the process was stopped at once; its unfinished items will run again');
    process.exit(1);
  });
  const stop = new AbortController();
  // A start may wait half a minute for a server, but a stop should not have to wait. No items are running yet.
  const interrupted = signals.asked.then(() => {
    stop.abort();
    return sleep(UNFINISHED_START_MS, null, { ref: false });
  });
  const starting = runRoles(roles, settings, log, { environment, signal: stop.signal });
  const running = await Promise.race([starting, interrupted]).catch((error: unknown) => {
    if (error === stop.signal.reason) return null;
    // Listeners that remain would keep a forked process waiting for its parent.
    signals.dispose();
    stopWatching();
    throw error;
  });
  if (!running) {
    log.info({ signal: await signals.asked }, 'the process was stopped while it was starting');
    process.exit(0);
  }
  if (process.stdout.isTTY && running.url) printWelcome(running.url, settings, running.admin_created);
  else {
    log.info({ url: running.url ?? undefined, roles, node: process.version }, 'ready');
    if (running.admin_created && settings.NODE_ENV !== 'production') {
      log.warn({ email: settings.ADMIN_EMAIL }, firstAccountSaid(settings));
    }
  }
  // bin/backend2.js kept the young generation small while modules were loaded; work may enlarge it (2 is V8's own factor).
  setFlagsFromString('--semi-space-growth-factor=2');
  // Tells a parent that forked this process (`worker --processes`) that it is ready.
  process.send?.('ready');
  // Otherwise it would be written at the end, which a process that is killed does not reach: the next start would compile all of it again.
  flushCompileCache();
  const signal = await signals.asked;
  await running.leave();
  log.info({ signal }, 'the process is stopping; running items may finish within SHUTDOWN_GRACE');
  const limit = setTimeout(
    () => {
      log.error({}, 'stopping took too long, so the process ends now; its unfinished items will run again');
      process.exit(1);
    },
    settings.SHUTDOWN_GRACE * 1_000 + STOP_LIMIT_MS[isEmbedded(settings) ? 'embedded' : 'servers'],
  );
  await running.stop();
  clearTimeout(limit);
  signals.dispose();
  stopWatching();
  // Node would write what the first start from a folder has compiled after the last line, when the process counts as gone.
  flushCompileCache();
  log.info({}, 'stopped');
  return 0;
}
