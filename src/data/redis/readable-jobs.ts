/**
 * BullMQ parses fields of a job as JSON before anybody can look at them. One that somebody else wrote, and that is no JSON, would be
 * an error each time it is fetched, and come back every 15 s for ever: such a field is emptied here, and the job is dropped like
 * any other that is no turn.
 */
import { createRedisBackend, type RedisQueueBackend } from 'bullmq';

/** Scripts whose answer holds the next job, as a flat list of names and values, in its first place. */
const FETCHES = /^(moveToActive|moveToFinished)/;

/** What each field must be; anything else is replaced. */
const FIELDS: Record<string, { fits(value: unknown): boolean; empty: string }> = {
  data: { fits: () => true, empty: 'null' },
  opts: { fits: isPlainObject, empty: '{}' },
  progress: { fits: () => true, empty: '0' },
  parent: { fits: isPlainObject, empty: '' },
};

/** BullMQ's own way to Redis, with jobs whose fields can be parsed. */
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
