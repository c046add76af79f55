import { setImmediate as turn } from 'node:timers/promises';

const TURNS = 20;

/**
 * The result of `call` if it settles within so few turns of the event loop that it cannot have waited for an answer or a timer; throws
 * otherwise. A time limit would depend on how busy the machine is.
 */
export async function atOnce<T>(call: Promise<T>): Promise<T> {
  const late = (async () => {
    for (let turns = 0; turns < TURNS; turns += 1) await turn();
    throw new Error(`the call still waited after ${TURNS} turns of the event loop`);
  })();
  return Promise.race([call, late]);
}
