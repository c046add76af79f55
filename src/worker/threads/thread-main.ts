/** Entry of a worker thread. */
import { parentPort } from 'node:worker_threads';
import { loadFromBundle } from '../../runtime/package-bundle.ts';
import { HandlerThread } from './handler-thread.ts';
import { ThreadOutput } from './thread-output.ts';

// Our own task types import packages; hooks of the main thread do not apply here.
loadFromBundle();
if (parentPort) new HandlerThread(parentPort, [process.stdout, process.stderr].map(ThreadOutput.of));
