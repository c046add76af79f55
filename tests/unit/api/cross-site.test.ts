import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyRequest } from 'fastify';
import { refuseStrangeHost } from '../../../src/api/cross-site.ts';
import { readSettings } from '../../../src/settings.ts';

const refuses = (origin: string, env: Record<string, string>): boolean => {
  // Only the headers are read.
  const request = { headers: { origin } } as FastifyRequest;
  const settings = readSettings(env);
  try {
    refuseStrangeHost(request, settings);
    return false;
  } catch {
    return true;
  }
};

test('host names are checked only where the server cannot have any name', () => {
  const origin = 'http://tasks.example:8000';
  for (const HOST of ['127.0.0.1', '127.0.0.2', '::1', '[::1]', 'localhost', 'LocalHost', ''])
    assert.equal(refuses(origin, { HOST }), true, HOST);
  for (const HOST of ['0.0.0.0', '::', '192.168.1.5', 'tasks.example'])
    assert.equal(refuses(origin, { HOST }), false, HOST);
  assert.equal(refuses(origin, { TRUST_PROXY: 'true' }), false);
  assert.equal(refuses(origin, { PUBLIC_URL: 'https://tasks.example' }), false);
  assert.equal(refuses(origin, { PUBLIC_URL: 'https://other.example' }), true);
  const production = {
    NODE_ENV: 'production',
    SECRET_KEY: 'aQ7-x2Lm0Vb9-pR4tY8-uKz3Wd6',
    ADMIN_PASSWORD: 'correct horse',
  };
  assert.equal(refuses(origin, production), false);
  assert.equal(refuses('null', {}), true);
});
