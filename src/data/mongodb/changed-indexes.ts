import type { Db } from 'mongodb';
import { COLLECTIONS, INDEXES } from './indexes.ts';

/** Drops the indexes of tasks that now have other keys under the same name; they are created anew afterwards, with the missing ones. */
export async function dropChangedIndexes(db: Db): Promise<void> {
  const tasks = db.collection(COLLECTIONS.tasks);
  if (!(await db.listCollections({ name: COLLECTIONS.tasks }).hasNext())) return;
  const wanted = new Map(INDEXES.tasks.map(({ name, key }) => [name, JSON.stringify(key)]));
  for (const { name, key } of await tasks.indexes()) {
    const now = wanted.get(name);
    if (now !== undefined && now !== JSON.stringify(key)) await tasks.dropIndex(name as string);
  }
}
