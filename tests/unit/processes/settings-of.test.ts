import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsOf } from '../../../src/processes/settings-of.ts';
import { SettingsError } from '../../../src/settings.ts';

const faultsOf = (env: Record<string, string>): string[] => {
  try {
    settingsOf(env);
  } catch (error) {
    assert.ok(error instanceof SettingsError, String(error));
    return error.message.split('\n');
  }
  return [];
};

const SECRET_KEY = 'vV3Zk-o8iXf2Qp1sLr7T';
const production = { NODE_ENV: 'production', SECRET_KEY, ADMIN_PASSWORD: 'a password of my own' };

test('in production the first password follows the rules of every other one', () => {
  assert.deepEqual(faultsOf(production), []);
  for (const ADMIN_PASSWORD of ['12345678', 'password1', 'QWERTY123', 'sunshine']) {
    const [fault = '', ...more] = faultsOf({ ...production, ADMIN_PASSWORD });
    assert.match(fault, /^ADMIN_PASSWORD must not be one of the most common passwords/, ADMIN_PASSWORD);
    assert.deepEqual(more, []);
    assert.ok(!fault.includes(ADMIN_PASSWORD));
    assert.deepEqual(faultsOf({ ADMIN_PASSWORD }), [], 'only in production');
  }
  const own = { ...production, ADMIN_EMAIL: 'administrator@a.example', ADMIN_PASSWORD: 'Administrator' };
  assert.match(faultsOf(own).join(), /^ADMIN_PASSWORD must not be the e-mail/);
  assert.match(
    faultsOf({ ...production, ADMIN_PASSWORD: 'short' }).join('\n'),
    /^ADMIN_PASSWORD must be 8 to 128 characters[^\n]*$/,
  );
  assert.match(
    faultsOf({ ...production, ADMIN_PASSWORD: '' }).join('\n'),
    /^ADMIN_PASSWORD must be set to a password of your own[^\n]*$/,
  );
});

test('in production a secret that can be guessed is refused, and not shown', () => {
  for (const secret of ['a'.repeat(32), 'ab'.repeat(20), '01234567'.repeat(4), 'aaaabbbbccccddddeeee']) {
    const faults = faultsOf({ ...production, SECRET_KEY: secret });
    assert.match(faults.join('\n'), /^SECRET_KEY must be random when NODE_ENV is production[^\n]*$/, secret);
    assert.ok(!faults.join().includes(secret));
    assert.deepEqual(faultsOf({ SECRET_KEY: secret }), [], 'only in production');
  }
  for (const secret of ['change-me-change-me', 'Your-Secret-Key-Here', 'example-secret-key'])
    assert.match(
      faultsOf({ ...production, SECRET_KEY: secret }).join('\n'),
      /^SECRET_KEY must be set to a secret of your own/,
      secret,
    );
  for (const secret of [SECRET_KEY, '9f86d081884c7d65', 'correct horse battery staple'])
    assert.deepEqual(faultsOf({ ...production, SECRET_KEY: secret }), [], secret);
});

test('an e-mail that no account may have is refused by the name of its setting', () => {
  for (const ADMIN_EMAIL of ['\u0430dmin@b.de', 'a@b..de', 'a\u200b@b.de', 'a@1.2.3.4', 'no e-mail'])
    assert.match(faultsOf({ ADMIN_EMAIL }).join('\n'), /^ADMIN_EMAIL must [^\n]*$/, ADMIN_EMAIL);
  assert.deepEqual(faultsOf({ ADMIN_EMAIL: 'Mei.Chen@bücher.example' }), []);
});
