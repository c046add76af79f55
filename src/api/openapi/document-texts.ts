import { Worker } from 'node:worker_threads';

export type DocumentFormat = 'json' | 'yaml';

const MEMORY_MB = 256;

/**
 * The OpenAPI document as text. It depends on no setting, so a thread of its own can write it: to describe all routes would hold the event
 * loop for a tenth of a second. Rejects if the thread cannot.
 */
export async function documentText(format: DocumentFormat): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const thread = new Worker(new URL('./document-thread.ts', import.meta.url), {
    workerData: format,
    // The thread needs no settings and must not get any secrets.
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  thread.once('message', resolve).once('error', reject);
  thread.once('exit', () => reject(new Error('the thread that writes the OpenAPI document has ended')));
  try {
    return await promise;
  } finally {
    await thread.terminate();
  }
}
