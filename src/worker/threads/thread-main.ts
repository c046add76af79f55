/** Entry of a worker thread. */
import { parentPort } from 'node:worker_threads';
import { HandlerThread } from './handler-thread.ts';

if (parentPort) new HandlerThread(parentPort);
