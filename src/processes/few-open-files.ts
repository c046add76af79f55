import { openFilesLimit } from '../runtime/open-files.ts';
import type { Settings } from '../settings.ts';

/** With fewer, a process could not start its threads and answer at the same time. At rest, a server has about 40 open. */
const LEAST = 128;
const COMFORTABLE = 1_024;
/** What each running item may need: its thread, and the files that it works on. */
const PER_PLACE = 10;

/** The limit of open files of this process, if it is low. `too_few`: a server cannot work with it. */
export interface FewOpenFiles {
  too_few: boolean;
  text: string;
  todo: string;
}

/** Null if there is nothing to say about the limit. */
export function fewOpenFiles(
  { WORKER_CONCURRENCY }: Pick<Settings, 'WORKER_CONCURRENCY'>,
  limit = openFilesLimit(),
): FewOpenFiles | null {
  const needed = Math.max(COMFORTABLE, 200 + PER_PLACE * WORKER_CONCURRENCY);
  if (limit === null || limit >= needed) return null;
  const too_few = limit < LEAST;
  return {
    too_few,
    text: too_few
      ? `this process may have only ${limit} files and connections open, and needs at least ${LEAST}`
      : `this process may have only ${limit} files and connections open, so it accepts few connections at the same time`,
    todo: `raise the hard limit to at least ${needed} (ulimit -n, LimitNOFILE of systemd, or ulimits of the container)`,
  };
}
