import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceOf } from './device.ts';
import { newestSessions } from './newest-sessions.ts';

test('a device is named by browser and system', () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
  assert.deepEqual(deviceOf(chrome), { browser: 'Chrome', system: 'Linux' });
  assert.deepEqual(deviceOf(`${chrome} Edg/140.0.0.0`), { browser: 'Edge', system: 'Linux' });
  const iphone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1';
  assert.deepEqual(deviceOf(iphone), { browser: 'Safari', system: 'iOS' });
  assert.deepEqual(deviceOf('curl/8.5.0'), { browser: 'curl', system: null });
  assert.deepEqual(deviceOf(null), { browser: null, system: null });
});

test('of many sessions the own and the newest are in sight', () => {
  const session = (day: number, current = false) => ({
    created_at: `2026-01-0${day}T00:00:00.000Z`,
    current,
  });
  const all = [session(2), session(1, true), session(4), session(3)];
  assert.deepEqual(newestSessions(all, 3), [session(1, true), session(4), session(3)]);
  assert.equal(newestSessions(all, all.length).length, 4);
});
