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
