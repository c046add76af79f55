import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { signatures, WebhookSecrets } from '../../src/services/webhooks/webhook-secrets.ts';

const secrets = new WebhookSecrets('a secret of the tests');

test('what it signs, the library of Standard Webhooks verifies', () => {
  const secret = secrets.fresh();
  assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  const message = {
    id: 'msg',
    timestamp: Math.floor(Date.now() / 1_000),
    body: '{"type":"task.completed","名":"“x”"}',
  };
  const headers = (signature: string) => ({
    'webhook-id': message.id,
    'webhook-timestamp': String(message.timestamp),
    'webhook-signature': signature,
  });
  const verify = (key: string, signature: string, body = message.body) =>
    new Webhook(key).verify(body, headers(signature));
  assert.deepEqual(verify(secret, signatures([secret], message)), JSON.parse(message.body));
  assert.throws(() => verify(secret, signatures([secret], message), '{}'));
  assert.throws(() => verify(secrets.fresh(), signatures([secret], message)));
  // While a secret is replaced, both verify.
  const next = secrets.fresh();
  const both = signatures([next, secret], message);
  for (const key of [next, secret]) assert.ok(verify(key, both));
});

test('a secret is stored encrypted, for one webhook and one installation', () => {
  const secret = secrets.fresh();
  const sealed = secrets.seal('hook', secret);
  assert.ok(!Buffer.from(sealed, 'base64').includes(secret) && !sealed.includes(secret.slice(6)));
  assert.notEqual(sealed, secrets.seal('hook', secret));
  assert.equal(secrets.open('hook', sealed), secret);
  assert.throws(() => secrets.open('another hook', sealed));
  assert.throws(() => new WebhookSecrets('another secret').open('hook', sealed));
});
