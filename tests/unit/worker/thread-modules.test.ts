import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

test('a thread of items starts without a package: each one costs every thread time and memory', async () => {
  const entry = new URL('../../../src/worker/threads/thread-main.ts', import.meta.url).href;
  const thread = new Worker(
    // The entry lets only its own messages through the port afterwards.
    `const { registerHooks } = require('node:module');
     const { parentPort } = require('node:worker_threads');
     const post = parentPort.postMessage.bind(parentPort);
     const loaded = [];
     registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
     import('${entry}').then(() => post(loaded));`,
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
