/** `worker --processes N`: N worker processes under one parent that restarts the dead and stops them together. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readSettings } from '../../settings.ts';
import { environmentWithDotEnv } from '../environment.ts';
import { needsServers } from '../needs-servers.ts';
import { createProcessLog } from '../process-log.ts';
import { listenForStop } from '../signals.ts';

const FIRST_RESTART_MS = 500;
const LONGEST_RESTART_MS = 30_000;
/** A process that lived this long starts again without delay having grown. */
const HEALTHY_MS = 60_000;

/** Resolves with the exit code when all processes have ended after a stop. */
export async function serveFleet(processes: number, args: string[]): Promise<number> {
  const settings = readSettings(environmentWithDotEnv());
  needsServers('worker', settings);
  const log = createProcessLog(settings.LOG_LEVEL, 'workers');
  const entry = fileURLToPath(new URL('../../../bin/backend2.js', import.meta.url));
  const children = new Set<ChildProcess>();
  const restarts = new Set<NodeJS.Timeout>();
  const { promise: allGone, resolve } = Promise.withResolvers<void>();
  let stopping = false;
  let clean = true;

  function start(place: number, delay: number): void {
    const started = Date.now();
    const child = fork(entry, ['worker', ...args]);
    children.add(child);
    child.once('exit', (code, signal) => {
      children.delete(child);
      if (stopping) {
        // One that was still starting has no handler yet: the signal itself ends it, with nothing in hand.
        clean &&= code === 0 || signal === 'SIGTERM';
        if (children.size === 0) resolve();
        return;
      }
      const next =
        Date.now() - started > HEALTHY_MS ? FIRST_RESTART_MS : Math.min(LONGEST_RESTART_MS, delay * 2);
      log.warn({ place, code, signal, restart_in_ms: next }, 'a worker process ended and starts again');
      const timer = setTimeout(() => {
        restarts.delete(timer);
        start(place, next);
      }, next);
      restarts.add(timer);
    });
  }

  const signals = listenForStop(() => {
    for (const child of children) child.kill('SIGKILL');
  });
  for (let place = 0; place < processes; place += 1) start(place, FIRST_RESTART_MS / 2);
  await signals.asked;
  stopping = true;
  for (const timer of restarts) clearTimeout(timer);
  for (const child of children) child.kill('SIGTERM');
  if (children.size > 0) await allGone;
  signals.dispose();
  return clean ? 0 : 1;
}
