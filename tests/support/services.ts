import { relative } from 'node:path';
import { test } from 'node:test';
import { chromiumAvailable } from './chromium.ts';
import { mongodAvailable } from './mongod.ts';
import { redisAvailable } from './redis.ts';

const SERVICES = {
  mongodb: { available: mongodAvailable, name: 'MongoDB (mongod)' },
  redis: { available: redisAvailable, name: 'Redis (redis-server)' },
  chromium: { available: chromiumAvailable, name: 'Chromium' },
};

/**
 * Whether these servers can be started on this machine: `if (requireService('mongodb', 'redis')) { …tests… }`. If one is missing,
 * prints one line and adds a skipped test; with REQUIRE_SERVICES=1, a failed one.
 */
export function requireService(...names: (keyof typeof SERVICES)[]): boolean {
  const missing = names.filter((name) => !SERVICES[name].available()).map((name) => SERVICES[name].name);
  if (missing.length === 0) return true;
  const reason = `${missing.join(' and ')} not found; get it with: npm run services`;
  if (process.env.REQUIRE_SERVICES === '1') {
    test(`needs ${missing.join(' and ')}`, () => {
      throw new Error(reason);
    });
  } else {
    console.error(`!!! SKIPPED: ${relative(process.cwd(), process.argv[1] ?? '')}: ${reason}`);
    test(`needs ${missing.join(' and ')}`, { skip: reason }, () => {});
  }
  return false;
}
