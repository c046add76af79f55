import { newId } from '../contracts/index.ts';
import { DURABLE } from './connect-mongo.ts';
import { COLLECTIONS } from './indexes.ts';
import { SCHEMA_VERSION, schemaVersion } from './migrations.ts';
import { clientFor } from './mongo-client.ts';
import { missingRights } from './mongo-rights.ts';

/** What the doctor checks of a MongoDB server. */
export interface MongoReport {
  version: string;
  topology: 'standalone' | 'replica set' | 'sharded cluster';
  /** Members that hold data; 1 for a standalone server. */
  members: number;
  arbiters: number;
  /** Milliseconds that the server's clock is ahead of ours. */
  clock_ahead_ms: number;
  /** Which rights the user lacks, as a text that follows "MongoDB"; null if none. */
  missing_rights: string | null;
  /** 0 = empty. */
  schema_version: number;
  known_schema_version: number;
  /** True if a secret is stored in the database. */
  has_secret: boolean;
  /** The hashes of the accounts with the given e-mails. */
  hashed_passwords: string[];
  /** Null before the first start of this version. */
  installation_id: string | null;
}

/** The first address in the URL, and whether it requires TLS; null for mongodb+srv, which DNS resolves. Throws for an invalid URL. */
export function addressOfMongo(url: string): { host: string; port: number; tls: boolean } | null {
  const { hosts, tls } = clientFor(url, {}).options;
  const [first] = hosts;
  return first?.host ? { host: first.host, port: first.port ?? 27_017, tls: Boolean(tls) } : null;
}

/** Writes a document as durably as the product does, and removes it. Throws errors of the driver. */
export async function tryMongo(url: string, db_name: string, wait_ms: number): Promise<void> {
  const client = clientFor(url, { serverSelectionTimeoutMS: wait_ms, socketTimeoutMS: wait_ms });
  try {
    const trials = client.db(db_name, DURABLE).collection<{ _id: string }>(COLLECTIONS.trials);
    await trials.insertOne({ _id: newId() });
    await trials.drop();
  } finally {
    await client.close();
  }
}

/** Reads without changing anything, for at most `wait_ms`. Throws errors of the driver, without the URL. */
export async function inspectMongo(
  url: string,
  db_name: string,
  emails: string[],
  wait_ms: number,
): Promise<MongoReport> {
  const client = clientFor(url, {
    serverSelectionTimeoutMS: wait_ms,
    connectTimeoutMS: wait_ms,
    socketTimeoutMS: wait_ms,
  });
  try {
    const database = client.db(db_name);
    const asked = Date.now();
    const hello = await database.command({ hello: 1 });
    const answered = Date.now();
    const { version } = await database.command({ buildInfo: 1 });
    const users = database.collection<{ email: string; hashed_password: string }>(COLLECTIONS.users);
    const found = await users.find({ email: { $in: emails } }).toArray();
    const kept = database.collection<{ _id: string; value: string }>(COLLECTIONS.secrets);
    const secret = await kept.findOne({ _id: 'secret_key' });
    const installation = await kept.findOne({ _id: 'installation_id' });
    return {
      version: String(version),
      topology: hello.msg === 'isdbgrid' ? 'sharded cluster' : hello.setName ? 'replica set' : 'standalone',
      members: lengthOf(hello.hosts) || 1,
      arbiters: lengthOf(hello.arbiters),
      clock_ahead_ms: (hello.localTime as Date).getTime() - (asked + answered) / 2,
      missing_rights: await missingRights(database),
      schema_version: await schemaVersion(database),
      known_schema_version: SCHEMA_VERSION,
      has_secret: secret !== null,
      installation_id: installation?.value ?? null,
      hashed_passwords: found.map((user) => user.hashed_password),
    };
  } finally {
    await client.close();
  }
}

const lengthOf = (list: unknown) => (Array.isArray(list) ? list.length : 0);
