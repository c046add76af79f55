/**
 * Builds substitutes for the base images, for a machine that cannot reach an image registry: a Debian from its package mirror and, based
 * on it, Node, MongoDB, Redis and Caddy, with the names that Dockerfile and compose.yaml use. Existing images are kept.
 */
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { mongodPath } from '../../tests/support/mongod.ts';
import { run, say, tryRun } from './run.ts';

const HERE = import.meta.dirname;
export const ROOT = resolve(HERE, '../..');
const DEBIAN = 'localhost/backend2-try/debian:bookworm';
const NODE = 'docker.io/library/node:26-slim';
export const IMAGE = 'localhost/backend2:0.1.0';

const exists = async (image: string) =>
  (await tryRun('buildah', 'inspect', '--type', 'image', image)) !== null;

/** Builds the tested image from the Dockerfile of the repository. */
export async function buildImage(): Promise<void> {
  await makeDebian();
  await makeNode();
  say('building the image from Dockerfile');
  // The script runs as root, so the file is in the same folder inside the container.
  const npmrc = join(homedir(), '.npmrc');
  const settings = (await tryRun('test', '-f', npmrc)) === null ? [] : ['--volume', `${npmrc}:${npmrc}:ro`];
  await run('buildah', 'bud', '--isolation', 'chroot', '--pull-never', ...settings, '--tag', IMAGE, ROOT);
}

export async function buildServers(): Promise<void> {
  const mongod = mongodPath();
  if (!mongod) throw new Error('there is no mongod here: npm run services');
  await build('mongo', 'docker.io/library/mongo:8', [
    mongod,
    join(HERE, 'mongo-entrypoint.mjs'),
    join(HERE, 'mongosh.mjs'),
  ]);
  await build('redis', 'docker.io/library/redis:7-alpine', []);
  await build('caddy', 'docker.io/library/caddy:2-alpine', []);
}

async function makeDebian(): Promise<void> {
  if (await exists(DEBIAN)) return;
  const folder = await mkdtemp(join(tmpdir(), 'backend2-debian-'));
  say('making a minimal Debian (minutes)');
  const args = ['--variant=minbase', '--include=ca-certificates', 'bookworm', folder];
  const mirror = await debianMirror();
  await run('debootstrap', ...args, ...(mirror ? [mirror] : []));
  const container = await run('buildah', 'from', 'scratch');
  await run('buildah', 'copy', '--quiet', container, folder, '/');
  await run('buildah', 'commit', '--quiet', '--rm', container, DEBIAN);
  await rm(folder, { recursive: true });
}

/** The package mirror of this machine; null to let debootstrap choose. */
async function debianMirror(): Promise<string | null> {
  for (const file of ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list']) {
    const text = await readFile(file, 'utf8').catch(() => ''); // only one of the two files exists
    const found = /^URIs:\s*(\S+)|^deb\s+(?:\[.*?\]\s+)?(\S+)/m.exec(text);
    if (found) return found[1] ?? found[2] ?? null;
  }
  return null;
}

async function makeNode(): Promise<void> {
  if (await exists(NODE)) return;
  say(`making a stand-in for ${NODE}`);
  const folder = await mkdtemp(join(tmpdir(), 'backend2-node-'));
  await mkdir(join(folder, 'bin'));
  await cp(process.execPath, join(folder, 'bin/node'));
  await cp(join(await run('npm', 'root', '--global'), 'npm'), join(folder, 'npm'), { recursive: true });
  await cp('/etc/ssl/certs/ca-certificates.crt', join(folder, 'ca-certificates.crt'));
  await buildFrom('node', NODE, folder);
  await rm(folder, { recursive: true });
}

async function build(name: string, tag: string, files: string[]): Promise<void> {
  if (await exists(tag)) return;
  say(`making a stand-in for ${tag}`);
  const folder = await mkdtemp(join(tmpdir(), `backend2-${name}-`));
  for (const file of files) await cp(file, join(folder, file.slice(dirname(file).length + 1)));
  await buildFrom(name, tag, folder);
  await rm(folder, { recursive: true });
}

const buildFrom = (name: string, tag: string, context: string) =>
  run(
    'buildah',
    'bud',
    '--isolation',
    'chroot',
    '--pull-never',
    '--file',
    join(HERE, `${name}.Containerfile`),
    '--tag',
    tag,
    context,
  );
