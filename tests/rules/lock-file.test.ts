import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Locked {
  resolved?: string;
  integrity?: string;
  optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(
  readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
) as {
  packages: Record<string, Locked>;
};

test('the lock file names no registry, and every package in it has its hash', () => {
  for (const [path, { resolved, integrity }] of Object.entries(packages)) {
    assert.equal(resolved, undefined, path);
    if (path !== '') assert.match(integrity ?? '', /^sha512-/, path);
  }
});

test('the lock file knows the packages of every platform: `npm ci` refuses one that misses some', () => {
  const known = new Set(
    Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)),
  );
  for (const [path, { optionalDependencies = {} }] of Object.entries(packages)) {
    for (const name of Object.keys(optionalDependencies)) assert.ok(known.has(name), `${path} wants ${name}`);
  }
});
