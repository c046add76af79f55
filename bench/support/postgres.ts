/** A PostgreSQL server for reference benches, from the Debian package: `apt-get install postgresql`. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { endWithParent } from '../../tests/support/end-with-parent.ts';
import { findProgram } from '../../tests/support/find-program.ts';
import { freePort } from '../../tests/support/free-port.ts';
import { tempFolder } from '../../tests/support/temp-folder.ts';
import { waitFor } from '../../tests/support/wait-for.ts';

export interface Postgres {
  url: string;
  stop(): Promise<void>;
}

/** Debian has a folder for the programs of each version; the newest is last. */
function programOf(name: string): string | null {
  const debian = '/usr/lib/postgresql';
  try {
    const versions = readdirSync(debian).sort((a, b) => Number(b) - Number(a));
    return findProgram(...versions.map((version) => join(debian, version, 'bin', name)), name);
  } catch {
    return findProgram(name);
  }
}

export const postgresAvailable = (): boolean =>
  ['initdb', 'postgres', 'pg_isready'].every((name) => programOf(name) !== null);

/** PostgreSQL refuses to run as root; its package creates a user for it. */
function owner(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (kind: string) => Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** Starts it on a free loopback port with its default durability: each commit waits for the disk. */
export async function startPostgres(): Promise<Postgres> {
  const port = await freePort();
  const folder = await tempFolder('backend2-postgres-');
  const as = owner();
  if (as.uid !== undefined) chownSync(folder, as.uid, as.gid as number);
  const options = { cwd: folder, stdio: 'ignore', ...as } as const;
  const data = join(folder, 'data');
  const init = ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '--locale=C', '-E', 'UTF8'];
  execFileSync(programOf('initdb') as string, init, options);
  const set = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=50'];
  const child = spawn(
    programOf('postgres') as string,
    ['-D', data, '-p', `${port}`, ...set.flatMap((one) => ['-c', one])],
    { ...options, detached: true },
  );
  const unwatch = endWithParent(child.pid as number);
  await waitFor(() => isUp(child, port), { what: 'PostgreSQL to answer', timeout_ms: 20_000 });
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      const gone = once(child, 'exit');
      // A "fast" shutdown: it disconnects its clients.
      child.kill('SIGINT');
      await gone;
      unwatch();
    },
  };
}

/** `pg_isready` also detects a server that accepts connections only to refuse them. */
function isUp(child: ChildProcess, port: number): boolean {
  if (child.exitCode !== null) throw new Error(`PostgreSQL ended with ${child.exitCode}`);
  const asked = ['-q', '-h', '127.0.0.1', '-p', `${port}`];
  return spawnSync(programOf('pg_isready') as string, asked).status === 0;
}
