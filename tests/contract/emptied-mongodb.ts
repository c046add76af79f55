/** One MongoDB database for all parts of the contract suite: to make its indexes for each part anew takes longer than the parts themselves. */

import { MongoClient } from 'mongodb';
import type { SearchLimits } from '../../src/data/contracts/index.ts';
import { COLLECTIONS } from '../../src/data/mongodb/indexes.ts';
import { openGridfs } from '../../src/data/mongodb/open-gridfs.ts';
import { openMongo } from '../../src/data/mongodb/open-mongo.ts';
import type { OpenedDatabase } from './samples.ts';

/** Opens the database and its files, emptied of all documents; the indexes and the schema version stay. */
export async function openEmptied(
  url: string,
  name: string,
  search_limits?: SearchLimits,
): Promise<OpenedDatabase> {
  const database = await openMongo(url, name, { search_limits });
  const files = await openGridfs(url, name);
  await empty(url, name);
  const open = [database];
  return {
    database,
    files,
    async reopen() {
      await open[0]?.close();
      open.push(await openMongo(url, name));
      return open.at(-1) as typeof database;
    },
    async cleanup() {
      await files.close();
      for (const one of open) await one.close();
    },
  };
}

async function empty(url: string, name: string): Promise<void> {
  const client = await new MongoClient(url).connect();
  try {
    const { schema, ...rest } = COLLECTIONS;
    const db = client.db(name);
    await Promise.all(Object.values(rest).map((one) => db.collection(one).deleteMany({})));
    // Stores read what others wrote: a collection that the suite does not know would keep documents from part to part.
    const known: string[] = Object.values(COLLECTIONS);
    const unknown = (await db.listCollections({}, { nameOnly: true }).toArray()).filter(
      (one) => !known.includes(one.name),
    );
    if (unknown.length > 0) throw new Error(`not emptied: ${unknown.map((one) => one.name).join(', ')}`);
  } finally {
    await client.close();
  }
}
