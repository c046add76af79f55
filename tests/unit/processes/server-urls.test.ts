import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refused } from '../../../src/data/contracts/index.ts';
import { clientFor } from '../../../src/data/mongodb/mongo-client.ts';
import { readSettings, SettingsError } from '../../../src/settings.ts';

/** What is said of one setting; null if it is taken. */
function saidOf(name: string, value: string): string | null {
  const required = { MONGODB_URL: 'mongodb://m', REDIS_URL: 'redis://r', PUBLIC_URL: 'https://p' };
  try {
    readSettings({ ...required, [name]: value });
    return null;
  } catch (error) {
    assert.ok(error instanceof SettingsError, String(error));
    assert.ok(!error.message.includes('\n'), error.message);
    assert.doesNotMatch(error.message, /sesame/);
    assert.ok(error.message.startsWith(`${name} must be `), error.message);
    return error.message.slice(`${name} must be `.length);
  }
}

const PORT = 'a URL with a port from 1 to 65535';
const HOST = 'a URL with a valid host name or IP address';

test('ports that do not exist are refused in the URL of every server', () => {
  for (const [name, scheme] of [
    ['MONGODB_URL', 'mongodb'],
    ['REDIS_URL', 'redis'],
    ['SMTP_URL', 'smtps'],
  ] as const) {
    for (const port of ['0', '00', '70000', '65536', 'x', '-1', '1e3', ''])
      assert.equal(saidOf(name, `${scheme}://ann:sesame@h:${port}`), PORT, `${name} ${port}`);
    for (const host of ['h', 'h:1', '127.0.0.1:65535', '[::1]', '[::1]:25', 'a_b.example.', 'bücher.example'])
      assert.equal(saidOf(name, `${scheme}://ann:sesame@${host}`), null, `${name} ${host}`);
    for (const host of ['h h', '"h"', '[::1', '[h]', '::1', '*', '', '-h', 'h,', '[fe80::1%eth0]'])
      assert.ok(saidOf(name, `${scheme}://ann:sesame@${host}`), `${name} ${host}`);
  }
});

test('MongoDB may have several hosts or a socket; one name without a port stands for a seed list', () => {
  for (const url of [
    'mongodb://a:1,b,[::1]:2/x?replicaSet=r',
    'mongodb://%2Ftmp%2Fmongodb-27017.sock',
    'mongodb+srv://a.b.c',
  ])
    assert.equal(saidOf('MONGODB_URL', url), null, url);
  for (const url of ['mongodb://a,', 'mongodb://a,,b', 'mongodb://a,b c'])
    assert.equal(saidOf('MONGODB_URL', url), HOST, url);
  for (const url of ['mongodb+srv://a.b.c:27017', 'mongodb+srv://a.b.c,d.e.f'])
    assert.match(saidOf('MONGODB_URL', url) ?? '', /^a URL with one host and without a port/, url);
});

test('the scheme of a URL has no case, and is kept as drivers read it', () => {
  const settings = readSettings({
    SECRET_KEY: 'x'.repeat(20),
    MONGODB_URL: 'MongoDB://Ann:Sesame@Host/?appName=X',
    REDIS_URL: 'REDISS://H',
  });
  assert.deepEqual(
    [settings.MONGODB_URL, settings.REDIS_URL],
    ['mongodb://Ann:Sesame@Host/?appName=X', 'rediss://H'],
  );
});

test('a URL of Redis names one host and at most the number of a database', () => {
  for (const path of ['', '/', '/0', '/15', '?family=6', '/2?family=4'])
    assert.equal(saidOf('REDIS_URL', `redis://h${path}`), null, path);
  for (const path of ['/abc', '/1e1', '/1.5', '/-1', '/0x1', '/1/2', '/%31'])
    assert.match(saidOf('REDIS_URL', `redis://h${path}`) ?? '', /number of a database/, path);
  for (const path of ['?keyPrefix=x', '/1?db=2', '?family=5'])
    assert.match(saidOf('REDIS_URL', `redis://h${path}`) ?? '', /without options/, path);
  assert.equal(saidOf('REDIS_URL', 'redis://a:1,b:2'), 'a URL with one host');
  assert.match(
    saidOf('REDIS_URL', 'redis://:ses%ffame@h') ?? '',
    /"%" of the user or password is written as %25/,
  );
});

test('an option that the driver of MongoDB does not take is named, and nothing else of the URL is shown', () => {
  const start = 'mongodb://ann:sesame@h/db?';
  const messageOf = (url: string) => {
    try {
      clientFor(url, {});
    } catch (error) {
      assert.ok(error instanceof Refused);
      assert.doesNotMatch(error.message, /sesame|\n/);
      return error.message;
    }
    return null;
  };
  for (const [query, names] of [
    ['foo=bar', 'foo'],
    ['ssl=maybe', 'ssl'],
    ['w=1&maxPoolSize=sesame&retryWrites=true&FOO=sesame', 'maxPoolSize, FOO'],
    ['replicaSet=', 'replicaSet'],
    ['authMechanism=sesame', 'authMechanism'],
  ] as const)
    assert.match(
      messageOf(start + query) ?? '',
      new RegExp(`^MONGODB_URL has .* does not accept: ${names}$`),
      query,
    );
  assert.match(messageOf('mongodb+srv://a.b.c/?foo=1') ?? '', /: foo$/);
  assert.match(messageOf('mongodb://h/?appName=@x@') ?? '', /check its options/);
  // Each is fine alone.
  assert.match(
    messageOf(`${start}tls=true&ssl=false`) ?? '',
    /^MONGODB_URL is not a MongoDB URL that the driver accepts/,
  );
  assert.equal(messageOf(`${start}authMechanism=SCRAM-SHA-256&w=majority&appName=x`), null);
});
