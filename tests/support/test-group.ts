/**
 * Runs the test files of TEST_GROUP in this process, one after another, each as a suite of its own. Starting a process and loading the
 * program takes longer than most of these files. group-files.ts says which files may share a process.
 */
import { relative, resolve } from 'node:path';
import { after, suite } from 'node:test';
import { pathToFileURL } from 'node:url';
import { runAtEnd } from './at-end.ts';

const root = resolve(import.meta.dirname, '../..');

for (const file of JSON.parse(process.env.TEST_GROUP ?? '[]') as string[]) {
  process.env.TEST_FILE = file;
  const ended = Promise.withResolvers<void>();
  void suite(relative(root, file), async () => {
    try {
      await import(pathToFileURL(file).href);
      // Hooks run in the order in which they are registered, so the file has already cleaned up.
      after(() => ended.resolve());
    } catch (error) {
      ended.resolve();
      throw error;
    }
  });
  await ended.promise;
}
await runAtEnd();
