import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { bodies } from '../../../src/api/plugins/bodies.plugin.ts';

/** In which order a body is checked and another turn of the event loop passes after its last byte. */
async function orderFor(text: string): Promise<string[]> {
  const order: string[] = [];
  const app = Fastify();
  await app.register(bodies);
  app.addHook('preParsing', (_request, _reply, payload, done) => {
    payload.once('end', () => setImmediate(setImmediate, () => order.push('turn')));
    done(null, payload);
  });
  app.addHook('preValidation', (_request, _reply, done) => {
    order.push('checked');
    done();
  });
  app.post('/', ({ body }) => ({ same: JSON.stringify(body) === text }));
  const headers = { 'content-type': 'application/json' };
  const answer = await app.inject({ method: 'POST', url: '/', headers, payload: text });
  assert.deepEqual(answer.json(), { same: true });
  await app.close();
  return order;
}

test('a large body is checked in another turn of the event loop than it is parsed', async () => {
  assert.deepEqual(await orderFor(JSON.stringify({ text: 'x'.repeat(50_000) })), ['turn', 'checked']);
});

test('a small body is checked at once', async () => {
  const [first] = await orderFor(JSON.stringify({ text: 'x' }));
  assert.equal(first, 'checked');
});
