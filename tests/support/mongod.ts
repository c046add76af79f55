import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';
import { MongoMemoryServer } from 'mongodb-memory-server-core';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { pauseProcess } from './pause-process.ts';
import { waitFor } from './wait-for.ts';

/** A MongoDB server of this test file's own. */
export interface Mongod {
  url: string;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
  /** SIGKILL; the data stay. */
  kill(): Promise<void>;
  /** Starts it again after `kill` on the same port and data. */
  restart(): Promise<void>;
  /** SIGSTOP: it takes connections and answers nothing. */
  pause(): Promise<void>;
  /** SIGCONT. */
  continue(): void;
}

/** The program to run; null when there is none here (then only a download helps, see `mongodAvailable`). */
export function mongodPath(): string | null {
  const installed = fileURLToPath(new URL('../../.services/mongod', import.meta.url));
  return findProgram(process.env.MONGOMS_SYSTEM_BINARY, 'mongod', installed);
}

/** False when a suite that needs MongoDB cannot run here. With MONGOMS_DOWNLOAD=1 the test server downloads its own. */
export function mongodAvailable(): boolean {
  return mongodPath() !== null || process.env.MONGOMS_DOWNLOAD === '1';
}

const READER = { createUser: 'reader', pwd: 'sesame', roles: ['readAnyDatabase'], database: 'admin' };

/** Starts a server; with `replica_set` as the only member of one. With `sign_in` it has the user `reader` (`sesame`), who may only read. */
export async function startMongod({ replica_set = false, sign_in = false } = {}): Promise<Mongod> {
  const binary = mongodPath();
  // Any MongoDB from 6.0 on will do; without this each start prints that it is not the newest.
  process.env.MONGOMS_SYSTEM_BINARY_VERSION_CHECK ??= 'false';
  const port = await freePort();
  const server = await MongoMemoryServer.create({
    ...(sign_in && { auth: { enable: true, extraUsers: [READER] } }),
    binary: binary ? { systemBinary: binary } : {},
    instance: {
      port,
      ip: '127.0.0.1',
      storageEngine: 'wiredTiger',
      launchTimeout: 60_000,
      ...(replica_set ? { replSet: 'rs0' } : {}),
      // The default cache is half of the machine's memory; several servers run at a time in tests.
      args: ['--wiredTigerCacheSizeGB', '0.5', '--setParameter', 'diagnosticDataCollectionEnabled=false'],
    },
  });
  const url = `mongodb://127.0.0.1:${server.instanceInfo?.port}/${replica_set ? '?replicaSet=rs0' : ''}`;
  if (replica_set) await initiate(`127.0.0.1:${server.instanceInfo?.port}`);

  const child = () => server.instanceInfo?.instance.mongodProcess;
  return {
    url,
    async stop() {
      child()?.kill('SIGCONT');
      await server.stop();
    },
    async kill() {
      const running = child();
      if (!running) return;
      const gone = once(running, 'close');
      running.kill('SIGKILL');
      await gone;
      await server.stop({ doCleanup: false });
    },
    async restart() {
      await server.start(true);
      if (replica_set) await primary(`127.0.0.1:${server.instanceInfo?.port}`);
    },
    async pause() {
      const pid = child()?.pid;
      if (pid) await pauseProcess(pid);
    },
    continue: () => void child()?.kill('SIGCONT'),
  };
}

async function initiate(host: string): Promise<void> {
  await onServer(host, (admin) =>
    admin.command({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host }] } }),
  );
  await primary(host);
}

async function primary(host: string): Promise<void> {
  await onServer(host, (admin) =>
    waitFor(async () => (await admin.command({ hello: 1 })).isWritablePrimary, {
      timeout_ms: 30_000,
      what: 'the replica set to elect its only member',
    }),
  );
}

async function onServer<T>(host: string, work: (admin: ReturnType<MongoClient['db']>) => Promise<T>) {
  const client = new MongoClient(`mongodb://${host}/?directConnection=true`);
  try {
    return await work(client.db('admin'));
  } finally {
    await client.close();
  }
}
