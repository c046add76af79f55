import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { runDoctor } from '../../src/processes/doctor/doctor.ts';
import { signIn, startBackend } from '../support/backend.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const disk = join(await tempFolder(), 'disk');
await mkdir(disk, { mode: 0o700 });
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m,mode=700', 'tmpfs', disk]).status === 0;
const unmount = () => spawnSync('umount', ['--lazy', disk]);
// Before the temporary folder is removed, which cannot be while a disk is mounted in it.
if (mounted) process.prependListener('exit', unmount);

// Not a service that can be installed: containers and ordinary users may not mount, so REQUIRE_SERVICES has no say here.
const skip = mounted
  ? false
  : 'mounting a small disk is not allowed here (needs root outside of a container)';
if (skip) console.error(`!!! SKIPPED: tests/processes/full-disk.test.ts: ${skip}`);

test('a full disk: health and doctor say so, and all is well when there is space again', {
  skip,
}, async () => {
  const backend = await startBackend({ data_dir: disk });
  const health = async (path: string) => {
    const answer = await fetch(backend.url + path);
    return { status: answer.status, body: (await answer.json()) as { status: string } };
  };
  const parts = { database: 'unavailable', queue: 'ok', events: 'ok', files: 'unavailable' };
  const away = { status: 'unavailable', parts };
  const ballast = join(disk, 'ballast');
  await assert.rejects(writeFile(ballast, Buffer.alloc(8 * 1024 * 1024)), { code: 'ENOSPC' });

  await waitFor(async () => (await health('/health/ready')).status === 503, {
    what: 'a process that is not ready',
  });
  assert.deepEqual(await health('/health'), { status: 200, body: away });
  assert.equal((await health('/health/live')).status, 200);
  // Of the two that fail, the first one: SQLite's write or the trial file.
  const isTold = (line: string) => /a component does not work/.test(line) && /disk .*full/.test(line);
  await waitFor(() => backend.lines.some(isTold), { what: 'a line about the full disk' });
  const found: string[] = [];
  const read = () => ({ environment: { DATA_DIR: disk, PORT: '0' }, dot_env_names: [] });
  assert.equal(await runDoctor(read, (line) => found.push(line)), 1);
  assert.match(found.join('\n'), /^problem +a test file could not be written to .*ENOSPC/m);
  assert.doesNotMatch(found.join('\n'), /^ok .*can be written$/m);

  await rm(ballast);
  await waitFor(async () => (await health('/health/ready')).status === 200, {
    what: 'a process that is ready again',
  });
  await signIn(backend.url);
  assert.equal(await backend.stop(), 0);
});
