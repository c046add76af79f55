/** The keys of a queue in Redis. */
import type { OwnKeys } from './foreign-keys.ts';

/** The type of each key; a missing key is fine. */
export const TURN_KEYS = {
  round: 'list',
  'next-round': 'list',
  counts: 'hash',
  served: 'set',
  delayed: 'zset',
  wake: 'zset',
  offers: 'hash',
} as const;

/** The beginning of every key of a queue. */
export const queuePrefixOf = (db_name: string, name = 'turns'): string => `${db_name}:queue:${name}`;

/** The sentinel. It exists until Redis loses its data; without it, all turns are pushed again. */
export const notLostKey = (prefix: string): string => `${prefix}:not-lost`;

/** The queue is disposable: if one of its keys is deleted, all turns are pushed again. */
export const ownTurnKeys = (prefix: string): OwnKeys => ({
  keys: Object.keys(TURN_KEYS).map((name) => `${prefix}:${name}`),
  types: Object.values(TURN_KEYS),
  along: [notLostKey(prefix)],
});

/** It exists if a consumer may have taken turns without getting them. */
export const missingKey = (prefix: string): string => `${prefix}:may-miss`;
