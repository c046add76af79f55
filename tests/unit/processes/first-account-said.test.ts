import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstAccountSaid } from '../../../src/processes/welcome.ts';

test('the log of the first start tells whether the password is the default one, and no other', () => {
  assert.match(
    firstAccountSaid({ ADMIN_PASSWORD: 'admin123' }),
    /with the default password, which README.md names: sign in/,
  );
  assert.match(
    firstAccountSaid({ ADMIN_PASSWORD: 'a secret of mine' }),
    /^(?!.*a secret of mine).* with the password from ADMIN_PASSWORD: sign in/,
  );
});
