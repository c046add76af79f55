/**
 * BullMQ parses fields of a job as JSON before they can be checked. A field that others wrote and that is not JSON would be an error each
 * time the job is fetched, and the job would come back every 15 s: such a field is emptied here, and the job is removed like any other
 * that is not a turn.
 */
import { createRedisBackend, type RedisQueueBackend } from 'bullmq';

/** Scripts whose answer begins with the next job, as a flat list of names and values. */
const FETCHES = /^(moveToActive|moveToFinished)/;

/** The type of each field; other values are replaced. */
const FIELDS: Record<string, { fits(value: unknown): boolean; empty: string }> = {
  data: { fits: () => true, empty: 'null' },
  opts: { fits: isPlainObject, empty: '{}' },
  progress: { fits: () => true, empty: '0' },
  parent: { fits: isPlainObject, empty: '' },
};

/** BullMQ's connection to Redis, with jobs whose fields can be parsed. */
export const readableJobsBackend = (...args: Parameters<typeof createRedisBackend>): RedisQueueBackend => {
  const backend = createRedisBackend(...args);
  const execCommand = backend.execCommand.bind(backend);
  backend.execCommand = (client, name, values) => {
    const answer: unknown = execCommand(client, name, values);
    return FETCHES.test(name) && answer instanceof Promise ? answer.then(readable) : answer;
  };
  return backend;
};

function readable(answer: unknown): unknown {
  const job = Array.isArray(answer) ? answer[0] : null;
  if (!Array.isArray(job)) return answer;
  for (let at = 0; at + 1 < job.length; at += 2) {
    const field = FIELDS[job[at]];
    if (field && !isReadable(job[at + 1], field.fits)) job[at + 1] = field.empty;
  }
  return answer;
}

function isReadable(text: unknown, fits: (value: unknown) => boolean): boolean {
  if (text === '' || text === null) return true;
  try {
    return fits(JSON.parse(String(text)));
  } catch {
    // Not JSON, which is the answer asked for.
    return false;
  }
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
