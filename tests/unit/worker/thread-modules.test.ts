import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

test('a thread of items starts without a package: each one costs every thread time and memory', async () => {
  const entry = new URL('../../../src/worker/threads/thread-main.ts', import.meta.url).href;
  const thread = new Worker(
    `const { registerHooks } = require('node:module');
     const loaded = [];
     registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
     import('${entry}').then(() => require('node:worker_threads').parentPort.postMessage(loaded));`,
    { eval: true },
  );
  const [loaded] = (await once(thread, 'message')) as [string[]];
  await thread.terminate();
  assert.ok(loaded.includes(entry));
  assert.deepEqual(
    loaded.filter((url) => url.includes('node_modules')),
    [],
  );
});
