import { onDamage } from '../data/stored-values.ts';
import { BoundedMap } from '../runtime/bounded-map.ts';
import type { Log } from '../runtime/log.ts';

/** Each damaged value is named once a minute, however often it is read. */
const NAMED = { entries: 1_000, ttl_ms: 60_000 };

/** Writes a line for each stored value that is damaged; the returned function ends that. */
export function logDamage(log: Pick<Log, 'warn'>): () => void {
  const named = new BoundedMap<string, true>(NAMED);
  return onDamage(({ place, key }) => {
    const name = `${place} ${key}`;
    if (named.get(name)) return;
    named.set(name, true);
    log.warn({ place, key }, 'a stored value is damaged; the rest of its record is used without it');
  });
}
