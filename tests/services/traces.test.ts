import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { buildApp } from '../../src/api/build-app.ts';
import { OtlpTraces } from '../../src/telemetry/otlp-traces.ts';
import { openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

interface ReceivedSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
}

/** A receiver of OTLP over HTTP, as JSON. */
async function startReceiver() {
  const spans: ReceivedSpan[] = [];
  const services: string[] = [];
  const server = createServer(async (request, answer) => {
    assert.equal(request.url, '/v1/traces');
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
    for (const { resource, scopeSpans } of body.resourceSpans) {
      services.push(
        resource.attributes.find(({ key }: { key: string }) => key === 'service.name').value.stringValue,
      );
      spans.push(...scopeSpans.flatMap((one: { spans: ReceivedSpan[] }) => one.spans));
    }
    answer.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    spans,
    services,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close(),
  };
}

test('a request, the wait in the queue and the run of its item are one trace', async () => {
  const receiver = await startReceiver();
  const traces = new OtlpTraces({ endpoint: `${receiver.url}/`, service: 'tested', version: '1' });
  const own = await openEngine(undefined, {}, traces);
  await own.startWorker(1);
  const app = buildApp({ ...own.services, traces }, own.settings);
  const person = { email: 'owner@example.com', password: 'long enough' };
  const grant = (await app.inject({ method: 'POST', url: '/api/v1/auth/login', payload: person })).json()
    .data;
  const trace_id = '0af7651916cd43dd8448eb211c80319c';
  const made = await app.inject({
    method: 'POST',
    url: '/api/v1/tasks',
    headers: {
      authorization: `Bearer ${grant.access_token}`,
      traceparent: `00-${trace_id}-b7ad6b7169203331-01`,
    },
    payload: { type: 'noop', params: { count: 1 } },
  });
  const { id } = made.json().data;
  await waitFor(async () => (await own.data.database.tasks.get(id))?.status === 'completed');
  await app.close();
  await own.stop();
  await traces.close();
  receiver.close();

  const ours = receiver.spans.filter(({ traceId }) => traceId === trace_id);
  const named = (name: string) => ours.find((span) => span.name.startsWith(name)) as ReceivedSpan;
  const request = named('POST /api/v1/tasks');
  assert.equal(request.parentSpanId, 'b7ad6b7169203331');
  for (const name of ['queue noop', 'item noop']) {
    assert.equal(named(name).parentSpanId, request.spanId, name);
    assert.ok(BigInt(named(name).startTimeUnixNano) <= BigInt(named(name).endTimeUnixNano));
  }
  assert.equal(ours.length, 3);
  assert.ok(receiver.services.every((service) => service === 'tested'));
});

test('a receiver that answers nothing holds up nothing', async () => {
  const asked = Promise.withResolvers<IncomingMessage>();
  const server = createServer((request) => asked.resolve(request));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const traces = new OtlpTraces({ endpoint: `http://127.0.0.1:${port}`, service: 'tested', version: '1' });
  traces.request('GET', 'nonsense').end('/', 200);
  await traces.close();
  // Whoever waits for the answer does so until the sender gives its connection up.
  assert.equal((await asked.promise).socket.destroyed, false);
  server.closeAllConnections();
  server.close();
});
