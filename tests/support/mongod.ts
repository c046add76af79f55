import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Db, MongoClient } from 'mongodb';
import { endWithParent } from './end-with-parent.ts';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { pauseProcess } from './pause-process.ts';
import { tempFolder } from './temp-folder.ts';
import { waitFor } from './wait-for.ts';

/** A MongoDB server for this test file alone. */
export interface Mongod {
  url: string;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
  /** SIGKILL; keeps the data. */
  kill(): Promise<void>;
  /** Starts the server again after `kill`, with the same port and data. */
  restart(): Promise<void>;
  /** SIGSTOP: connections are accepted, but nothing is answered. */
  pause(): Promise<void>;
  /** SIGCONT. */
  continue(): void;
}

/** The path of mongod; null if it is not installed (it can then be downloaded, see `mongodAvailable`). */
export function mongodPath(): string | null {
  const installed = fileURLToPath(new URL('../../.services/mongod', import.meta.url));
  return findProgram(process.env.MONGOMS_SYSTEM_BINARY, 'mongod', installed);
}

/** False if suites that need MongoDB cannot run on this machine. With MONGOMS_DOWNLOAD=1, a mongod is downloaded. */
export function mongodAvailable(): boolean {
  return mongodPath() !== null || process.env.MONGOMS_DOWNLOAD === '1';
}

async function downloadedMongod(): Promise<string> {
  // Imported only here: loading it takes a fifth of a second of processor time.
  const { MongoBinary } = await import('mongodb-memory-server-core');
  return MongoBinary.getPath();
}

const OWNER = { user: 'owner', password: 'sesame' };
/** Someone else has taken the port since it was found free; mongod ends with this exit code. */
const PORT_TAKEN = 48;

/** Starts a server; with `replica_set`, as a replica set of one. With `sign_in`, it has the read-only user `reader` (`sesame`). */
export async function startMongod({ replica_set = false, sign_in = false } = {}): Promise<Mongod> {
  const program = mongodPath() ?? (await downloadedMongod());
  const folder = await tempFolder('backend2-mongod-');
  const modes = [...(replica_set ? ['--replSet', 'rs0'] : []), ...(sign_in ? ['--auth'] : [])];
  let running = await startProcess(program, folder, modes);
  const { port } = running;
  if (replica_set) await initiate(port);
  if (sign_in) await createReader(port);

  async function kill() {
    const { child, unwatch } = running;
    unwatch();
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.ref();
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
  return {
    url: `mongodb://127.0.0.1:${port}/${replica_set ? '?replicaSet=rs0' : ''}`,
    kill,
    // Its data is removed as well, so nothing has to be written and no other member has to be informed.
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
    async restart() {
      await kill();
      running = await startProcess(program, folder, modes, port);
      if (replica_set) await primary(port);
    },
    pause: () => pauseProcess(running.child.pid as number),
    continue: () => void running.child.kill('SIGCONT'),
  };
}

interface Running {
  child: ChildProcess;
  port: number;
  unwatch: () => void;
}

/** Resolves when the server takes connections. Without `wanted_port`, it listens on a free one. */
async function startProcess(
  program: string,
  folder: string,
  modes: string[],
  wanted_port?: number,
): Promise<Running> {
  for (;;) {
    const port = wanted_port ?? (await freePort());
    const args = [
      ...['--port', `${port}`, '--bind_ip', '127.0.0.1', '--dbpath', folder, ...modes],
      // The default cache takes half of the memory, but tests run several servers at the same time.
      ...['--wiredTigerCacheSizeGB', '0.5', '--setParameter', 'diagnosticDataCollectionEnabled=false'],
    ];
    // Ctrl-C sends SIGINT to the whole process group, but the test stops its server itself.
    const child = spawn(program, args, { stdio: 'ignore', detached: true });
    child.unref();
    await once(child, 'spawn');
    const unwatch = endWithParent(child.pid as number);
    const ended = () => child.exitCode !== null || child.signalCode !== null;
    await waitFor(async () => ended() || (await accepts(port)), { what: 'mongod to take connections' });
    if (!ended()) return { child, port, unwatch };
    unwatch();
    if (child.exitCode !== PORT_TAKEN || wanted_port)
      throw new Error(`mongod ended with ${child.exitCode ?? child.signalCode}`);
  }
}

/** The driver would look for a server that is not there yet only twice a second. */
function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(() => resolve(true)));
    socket.once('error', () => resolve(false));
  });
}

async function initiate(port: number): Promise<void> {
  const members = [{ _id: 0, host: `127.0.0.1:${port}` }];
  await onServer(port, (admin) => admin.command({ replSetInitiate: { _id: 'rs0', members } }));
  await primary(port);
}

async function primary(port: number): Promise<void> {
  await onServer(port, (admin) =>
    waitFor(async () => (await admin.command({ hello: 1 })).isWritablePrimary, {
      timeout_ms: 30_000,
      what: 'the replica set to elect its only member',
    }),
  );
}

/** As long as a server has no user, it lets a client on the same machine create the first one. */
async function createReader(port: number): Promise<void> {
  await onServer(port, (admin) =>
    admin.command({ createUser: OWNER.user, pwd: OWNER.password, roles: ['root'] }),
  );
  await onServer(
    port,
    (admin) => admin.command({ createUser: 'reader', pwd: 'sesame', roles: ['readAnyDatabase'] }),
    OWNER,
  );
}

async function onServer<T>(
  port: number,
  work: (admin: Db) => Promise<T>,
  as?: { user: string; password: string },
): Promise<T> {
  const auth = as && { auth: { username: as.user, password: as.password } };
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, auth);
  try {
    return await work(client.db('admin'));
  } finally {
    await client.close();
  }
}
