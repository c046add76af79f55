import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Fault } from '../../src/errors.ts';
import { type Engine, openEngine } from '../support/engine.ts';

const origin = { address: '127.0.0.1', user_agent: null, request_id: 'r', trace: null };

let engine: Engine;
before(async () => {
  engine = await openEngine(undefined, { RATE_LIMIT_ENABLED: 'false' });
});
after(() => engine?.stop());

/** The processor time that five refused sign-ins take; unlike time on a clock, it is the same on a machine with other work. */
async function workFor(email: string): Promise<number> {
  const before = process.cpuUsage();
  for (let at = 0; at < 5; at += 1)
    await assert.rejects(
      engine.services.signIn.login({ email, password: 'wrong password' }, origin),
      (error) => error instanceof Fault && error.type === 'wrong_credentials',
    );
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

test('a wrong e-mail takes as long as a wrong password', async () => {
  await workFor('owner@example.com');
  const [nobody, somebody] = [await workFor('nobody@example.com'), await workFor('owner@example.com')];
  // Without the hash a refusal would be fifty times as quick.
  assert.ok(nobody > somebody / 3 && nobody < somebody * 3, `${nobody} µs and ${somebody} µs`);
});
