import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSettings, SettingsError } from '../../../src/settings.ts';

const refusal = (env: Record<string, string>): string => {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return 'nothing is refused';
};

test('production has several spellings, and is never missed', () => {
  for (const NODE_ENV of ['production', 'prod', 'Production', 'PROD']) {
    assert.match(refusal({ NODE_ENV }), /SECRET_KEY must be set/, NODE_ENV);
  }
  assert.equal(readSettings({ NODE_ENV: 'Dev' }).NODE_ENV, 'development');
  assert.equal(refusal({ NODE_ENV: 'live' }), 'NODE_ENV must be production, development or test');
});

test('origins are kept as browsers send them', () => {
  const given =
    'HTTPS://App.Example.com/, http://localhost:80,https://bücher.example,  capacitor://localhost/';
  assert.equal(
    readSettings({ CORS_ORIGINS: given }).CORS_ORIGINS,
    'https://app.example.com,http://localhost,https://xn--bcher-kva.example,capacitor://localhost',
  );
  assert.equal(readSettings({ CORS_ORIGINS: '*' }).CORS_ORIGINS, '*');
});

test('an origin that no browser sends is refused', () => {
  for (const one of [
    'app.example.com',
    'https://a.example/app',
    'https://a.example?x',
    'https://u:p@a.example',
    'null',
    'https://*.example.com/x',
    'mailto:a@example.com',
  ]) {
    assert.match(
      refusal({ CORS_ORIGINS: `https://good.example,${one}` }),
      /^CORS_ORIGINS must be origins/,
      one,
    );
  }
});

test('addresses, folders and servers that cannot be meant are refused', () => {
  assert.match(refusal({ HOST: 'http://localhost' }), /^HOST must be a host name or an IP address/);
  assert.match(refusal({ HOST: 'localhost:8000' }), /^HOST must be/);
  assert.equal(readSettings({ HOST: '[::1]' }).HOST, '::1');
  assert.match(refusal({ DATA_DIR: '~/data' }), /^DATA_DIR must be a folder, written without ~/);
  assert.match(refusal({ REDIS_URL: 'redis://', MONGODB_URL: 'mongodb://a' }), /^REDIS_URL must be a URL/);
});

test('a character that cuts a password in two is named; nothing of the password is shown', () => {
  const urls = (password: string) => ({
    MONGODB_URL: `mongodb://ann:${password}@db.example:27017/?appName=@x@`,
    REDIS_URL: `redis://:${password}@cache.example:6379/2`,
  });
  for (const [character, escaped] of Object.entries({
    '@': '%40',
    '/': '%2F',
    '?': '%3F',
    '#': '%23',
    '%': '%25',
  })) {
    const text = refusal(urls(`ses${character}same`));
    for (const name of ['MONGODB_URL', 'REDIS_URL'])
      assert.ok(
        text.includes(
          `${name} must be a URL in which a "${character}" of the user or password is written as ${escaped}`,
        ),
        text,
      );
    assert.doesNotMatch(text, /ses|same/);
    assert.ok(readSettings(urls(`ses${escaped}same`)).MONGODB_URL);
  }
  for (const MONGODB_URL of [
    'mongodb://a:27017,b:27018,[::1]:27019/db?appName=@x@&replicaSet=r',
    'mongodb://a?appName=@x@',
    'mongodb+srv://ann:p%40ss@a.example',
  ])
    assert.equal(readSettings({ MONGODB_URL, REDIS_URL: 'rediss://[::1]:6379' }).MONGODB_URL, MONGODB_URL);
});

test('white space around a password is refused, not left out', () => {
  assert.match(
    refusal({ ADMIN_PASSWORD: ' long enough ' }),
    /^ADMIN_PASSWORD must be 8 to 128 characters, without white space/,
  );
  assert.equal(readSettings({ ADMIN_PASSWORD: 'long  enough' }).ADMIN_PASSWORD, 'long  enough');
});
