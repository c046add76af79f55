import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { Compose } from '../../deploy/try-containers/compose.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const text = await readFile(join(ROOT, 'compose.yaml'), 'utf8');
const secrets = { SECRET_KEY: 's', ADMIN_PASSWORD: 'a', MONGO_PASSWORD: 'm', REDIS_PASSWORD: 'r' };

test('every process of ours in compose.yaml is read-only, without capabilities, and has time to stop', () => {
  const { services } = new Compose(text, secrets, '/nowhere', 8000);
  const ours = Object.values(services).filter(({ image }) => image.startsWith('backend2:'));
  assert.equal(ours.length, 4);
  for (const { read_only, cap_drop, security_opt, stop_grace_period, environment } of ours) {
    assert.deepEqual([read_only, cap_drop, security_opt], [true, ['ALL'], ['no-new-privileges:true']]);
    assert.equal(stop_grace_period, '40s');
    assert.equal(environment?.REDIS_URL, 'redis://:r@redis:6379');
  }
});

test('a missing secret, or a key that the trial of compose.yaml would pass over, stops it', () => {
  assert.throws(
    () => new Compose(text, { ...secrets, REDIS_PASSWORD: '' }, '/nowhere', 8000),
    /REDIS_PASSWORD/,
  );
  const odd = text.replace('    image: redis:7-alpine', '    image: redis:7-alpine\n    privileged: true');
  assert.throws(() => new Compose(odd, secrets, '/nowhere', 8000), /"privileged" of redis/);
});
