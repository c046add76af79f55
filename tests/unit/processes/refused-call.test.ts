import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerOf } from '../../../src/processes/commands/operator-api.ts';

const refusal = (type: string) => JSON.stringify({ code: 403, message: 'No.', data: null, error: { type } });

test('a refused call tells the operator the way out', () => {
  assert.throws(() => answerOf(403, refusal('permission_denied')), {
    message: 'No. docs/command-line.md says which permission each command needs',
  });
  assert.throws(() => answerOf(403, refusal('api_key_not_allowed')), {
    message: 'No. Use BACKEND2_EMAIL and BACKEND2_PASSWORD instead of BACKEND2_KEY',
  });
  assert.throws(() => answerOf(404, refusal('not_found')), { message: 'No' });
});
