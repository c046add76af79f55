import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Address, NameLookup } from '../../src/runtime/net/name-lookup.ts';
import { WebhookAddresses } from '../../src/services/webhooks/webhook-addresses.ts';

const SOON_MS = 20;
const PUBLIC: Address[] = [{ address: '8.8.8.8', family: 4 }];

/** Look-ups that end when the test lets them. */
function slowLookup() {
  const ends = new Map<string, (found: Address[]) => void>();
  const asked: string[] = [];
  const lookup: NameLookup = (host) => {
    asked.push(host);
    return new Promise((resolve) => ends.set(host, resolve));
  };
  return { lookup, asked, end: (host: string, found = PUBLIC) => ends.get(host)?.(found) };
}

const check = (addresses: WebhookAddresses, owner: string, host: string) =>
  addresses.check(owner, addresses.spelled(`https://${host}/hook`));

test('an account has two names looked up at once, until the look-ups end, however long nobody waits for them', async () => {
  const { lookup, asked, end } = slowLookup();
  const addresses = new WebhookAddresses(false, lookup, SOON_MS);
  // Nobody waits for a slow name server: the address is taken.
  await Promise.all([check(addresses, 'ann', 'a.example'), check(addresses, 'ann', 'b.example')]);
  await assert.rejects(check(addresses, 'ann', 'c.example'), { type: 'too_many_requests', retry_after: 3 });
  await check(addresses, 'ben', 'c.example');
  // A name that is being looked up is not looked up again.
  await check(addresses, 'ann', 'a.example');
  assert.deepEqual(asked, ['a.example', 'b.example', 'c.example']);
  // An address needs no look-up, but takes a place like a name.
  end('a.example');
  await new Promise(setImmediate);
  await check(addresses, 'ann', 'd.example');
  assert.deepEqual(asked.slice(3), ['d.example']);
});

test('a name that leads inside is refused, also to those who wait for the same look-up', async () => {
  const { lookup, end } = slowLookup();
  const addresses = new WebhookAddresses(false, lookup, 5_000);
  const both = [check(addresses, 'ann', 'in.example'), check(addresses, 'ann', 'in.example')];
  end('in.example', [...PUBLIC, { address: '10.0.0.1', family: 4 }]);
  for (const one of both) await assert.rejects(one, { type: 'validation_failed' });
});

test('the scheme that is refused is told as the server allows it', () => {
  const told = (allow_private: boolean) =>
    new WebhookAddresses(allow_private).faultsOf('ftp://x.example/')[0];
  assert.match(told(false)?.message ?? '', /^must begin with https:\/\/\. .*WEBHOOK_ALLOW_PRIVATE=true$/);
  assert.equal(told(true)?.message, 'must begin with https:// or http://');
  assert.deepEqual(new WebhookAddresses(true).faultsOf('http://x.example/'), []);
});
