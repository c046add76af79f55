/** How many rows or documents each table or collection of an installation holds. */
import { DatabaseSync } from 'node:sqlite';
import { MongoClient } from 'mongodb';

export type TableSizes = Record<string, number>;

export function sqliteTables(file: string): TableSizes {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB '*_search*'")
      .all() as { name: string }[];
    return Object.fromEntries(
      tables.map(({ name }) => {
        const { count } = database.prepare(`SELECT count(*) AS count FROM "${name}"`).get() as {
          count: number;
        };
        return [name, count];
      }),
    );
  } finally {
    database.close();
  }
}

export async function mongoCollections(url: string, name: string): Promise<TableSizes> {
  const client = await MongoClient.connect(url);
  try {
    const collections = await client.db(name).listCollections({}, { nameOnly: true }).toArray();
    const sizes = collections.map(async (one) => [
      one.name,
      await client.db(name).collection(one.name).estimatedDocumentCount(),
    ]);
    return Object.fromEntries(await Promise.all(sizes));
  } finally {
    await client.close();
  }
}
