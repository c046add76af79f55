/**
 * Runs the test files of TEST_GROUP in this process, one after the other, each as a suite of its own: to start a process and load the
 * program anew takes longer than most of them do. The runner says which may share one.
 */
import { relative, resolve } from 'node:path';
import { after, suite } from 'node:test';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '../..');

for (const file of JSON.parse(process.env.TEST_GROUP ?? '[]') as string[]) {
  process.env.TEST_FILE = file;
  const ended = Promise.withResolvers<void>();
  void suite(relative(root, file), async () => {
    try {
      await import(pathToFileURL(file).href);
      // Hooks run in the order they are given: the file has cleaned up by then.
      after(() => ended.resolve());
    } catch (error) {
      ended.resolve();
      throw error;
    }
  });
  await ended.promise;
}
