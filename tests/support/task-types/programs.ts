/** Items that start a `sleep` of `seconds`, by which a test finds the program. `inline-programs` is the same on the event loop. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { SHARE_ENV, Worker } from 'node:worker_threads';

interface ProgramsContext {
  signal: AbortSignal;
}

/** Such a thread ends with its program. */
const IN_THREAD = `
  const { parentPort, workerData: { seconds, env } } = require('node:worker_threads');
  require('node:child_process').spawn('/bin/sleep', [seconds], { stdio: 'ignore', ...(env && { env }) })
    .on('spawn', () => parentPort.postMessage('started'));`;

const IN_ANOTHER = `
  const { parentPort, Worker, workerData: { code, seconds } } = require('node:worker_threads');
  new Worker(code, { eval: true, env: {}, execArgv: [], workerData: { seconds, env: {} } })
    .on('message', (message) => parentPort.postMessage(message));`;

/** Goes on after the attempt, and starts a program again and again. */
const GOES_ON = `
  const { parentPort, workerData: { seconds } } = require('node:worker_threads');
  const options = { stdio: 'ignore', detached: true };
  const start = () => require('node:child_process').spawn('sleep', [seconds], options);
  start().on('spawn', () => parentPort.postMessage('started'));
  setInterval(() => { try { start(); } catch {} }, 20);`;

const started = (thread: Worker) => once(thread, 'message');

async function goOn(does: string, seconds: string): Promise<void> {
  const thread = new Worker(GOES_ON, { eval: true, workerData: { seconds } });
  thread.unref();
  await started(thread);
  if (does === 'go on and throw') throw new Error('with a thread running');
  if (does === 'go on and never end') await new Promise((resolve) => setTimeout(resolve, 60_000));
}

const run = async ({ does, seconds }: { does: string; seconds: string }, { signal }: ProgramsContext) => {
  const start = async (...[file, args, options]: Parameters<typeof spawn>) => {
    const child = spawn(file, args, { stdio: 'ignore', ...options });
    await once(child, 'spawn');
    return child;
  };
  switch (does) {
    case 'return':
      await start('sleep', [seconds], {});
      break;
    case 'throw':
      execFile('sleep', [seconds]);
      throw new Error('with a program running');
    case 'detach':
      (await start('sleep', [seconds], { detached: true })).unref();
      break;
    case 'start another':
      // The shell ends immediately; the program it has started stays, in a session of its own.
      await once(await start('sh', ['-c', `setsid sleep ${seconds} & exit 0`], {}), 'exit');
      break;
    case 'start in a thread':
      await started(new Worker(IN_THREAD, { eval: true, workerData: { seconds } }));
      break;
    case 'start in a thread without environment':
      await started(new Worker(IN_THREAD, { eval: true, env: {}, workerData: { seconds, env: {} } }));
      break;
    case 'start in a thread of a thread':
      await started(
        new Worker(IN_ANOTHER, { eval: true, env: SHARE_ENV, workerData: { code: IN_THREAD, seconds } }),
      );
      break;
    case 'go on in a thread':
    case 'go on and throw':
    case 'go on and never end':
      await goOn(does, seconds);
      break;
    case 'clear the environment':
      await start('/bin/sleep', [seconds], { env: {} });
      break;
    case 'ignore SIGTERM':
      await start('sh', ['-c', `trap "" TERM; sleep ${seconds}; sleep ${seconds}`], {});
      break;
    case 'wait':
      await once(await start('sleep', [seconds], {}), 'exit');
      break;
    case 'never end':
      await start('sleep', [seconds], {});
      await new Promise((resolve) => setTimeout(resolve, 60_000, signal));
      break;
    case 'loop':
      await start('sleep', [seconds], {});
      for (;;);
    case 'block':
      spawnSync('sleep', [seconds]);
      break;
    case 'exit':
      await start('sleep', [seconds], {});
      process.exit(0);
  }
  return does;
};

export const definition = {
  type: 'programs',
  attempts: 1,
  params: {
    type: 'object',
    properties: { does: { type: 'string' }, seconds: { type: 'string' } },
    required: ['does', 'seconds'],
    additionalProperties: false,
  },
  run,
};

export default definition;
