import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../support/wait-for.ts';
import type { Received } from './api-client.ts';
import { startApi } from './start-api.ts';

test('a server whose event loop is late by more than a second sheds calls and stays alive, then recovers', async () => {
  // Webs of its own: those of others must not be held up.
  const api = await startApi({ env: { LOG_LEVEL: 'info' } });
  try {
    const me = () => api.admin.send('GET', '/api/v1/users/me');
    const shed = (await waitFor(
      async () => {
        // Late at every turn of the event loop, as a server is that has far too much to do.
        await api.holdUp(1_300);
        const answer = await me();
        return answer.status === 503 && answer;
      },
      { what: 'a shed call' },
    )) as Received;
    assert.equal(shed.body.error.type, 'overloaded');
    assert.ok(Number(shed.headers['retry-after']) > 0);
    for (const _ of api.urls) {
      assert.equal((await api.anonymous.send('GET', '/health/live')).status, 200);
    }
    for (const _ of api.urls) {
      await waitFor(async () => (await me()).status === 200, { what: 'a call that is served again' });
    }
  } finally {
    await api.close();
  }
});
