import assert from 'node:assert/strict';
import { test } from 'node:test';
import { misspelledMode, misspelledSettings } from '../../../src/processes/misspelled-settings.ts';
import { readSettings, settingSpecs } from '../../../src/settings.ts';

test('a name that is almost a setting is told; others are for task types', () => {
  const told = (name: string) => misspelledSettings([name])[0] ?? null;
  for (const [name, meant] of [
    ['PROT', 'PORT'],
    ['port', 'PORT'],
    ['HOTS', 'HOST'],
    ['MONGO_URL', 'MONGODB_URL'],
    ['REDIS_URI', 'REDIS_URL'],
    ['SECRETKEY', 'SECRET_KEY'],
    ['NODEENV', 'NODE_ENV'],
    ['WORKER_CONCURENCY', 'WORKER_CONCURRENCY'],
  ] as const)
    assert.equal(told(name), `${name} in .env is not a setting; did you mean ${meant}?`);
  for (const name of [
    ...Object.keys(settingSpecs),
    ...[
      'OPENAI_API_KEY',
      'API_KEY',
      'S3_URL',
      'MYSQL_URL',
      'SENTRY_KEY',
      'NODE_OPTIONS',
      'NODE_EXTRA_CA_CERTS',
    ],
    ...['BACKEND2_URL', 'HOSTNAME', 'PATH', 'TZ', 'POSTGRES_HOST', 'LOG_FILE', 'AWS_SECRET_KEY'],
  ])
    assert.equal(told(name), null);
});

test('a name that is almost NODE_ENV stops the start, unless NODE_ENV is set', () => {
  for (const name of ['node_env', 'Node_Env', 'NODE_EN', 'NODEENV', 'NDOE_ENV', 'NODE_ENVV']) {
    const said = misspelledMode([name], { [name]: 'production' });
    assert.match(String(said), new RegExp(`^${name} in \\.env is not a setting; did you mean NODE_ENV\\?`));
    assert.equal(misspelledMode([name], { [name]: 'production', NODE_ENV: 'development' }), null);
    assert.ok(misspelledMode([name], { [name]: 'production', NODE_ENV: ' ' }), name);
  }
  assert.match(String(misspelledMode([], { node_env: 'production' })), /^node_env in the environment is not/);
  // Variables of other programs are not told from slips there.
  assert.equal(misspelledMode([], { NODE_ENVS: 'x', NODE_OPTIONS: '' }), null);
  assert.equal(misspelledMode(['NODE_OPTIONS', 'PROT', 'NODE_EXTRA_CA_CERTS'], {}), null);
});

test('a setting that requires another one is refused without it', () => {
  const required = Object.entries(settingSpecs).flatMap(([name, { about }]) =>
    [...about.matchAll(/Requires `([A-Z_]+)`/g)].map(([, other = '']) => [name, other] as const),
  );
  assert.deepEqual(required.map(([name]) => name).sort(), ['MONGODB_URL', 'REDIS_URL', 'SMTP_URL']);
  const scheme: Record<string, string> = { MONGODB_URL: 'mongodb', REDIS_URL: 'redis', SMTP_URL: 'smtp' };
  for (const [name, other] of required)
    assert.throws(
      () => readSettings({ [name]: `${scheme[name]}://a.example` }),
      new RegExp(
        `^SettingsError: ${other} must be set when ${name} is|^${other} must be set when ${name} is`,
      ),
    );
});
