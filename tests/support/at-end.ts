/** Closes what the files of a group share once the last of them has ended: test-group.ts calls `atEnd` last. */
const works: (() => Promise<unknown>)[] = [];

/** True if this process runs several test files, one after another. */
export const inGroup = (): boolean => process.env.TEST_GROUP !== undefined;

export const atEnd = (work: () => Promise<unknown>): void => void works.push(work);

export async function runAtEnd(): Promise<void> {
  for (const work of works.splice(0)) await work();
}
