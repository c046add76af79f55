import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstIdAt } from '../../src/data/contracts/index.ts';
import { AuditLog } from '../../src/services/audit/audit-log.ts';

test('an entry of the audit log is in the range of its own millisecond, and in no other', () => {
  const log = new AuditLog({ audit: null as never }); // nothing is stored
  const after = (at: string) => firstIdAt(new Date(Date.parse(at) + 1).toISOString());
  const outside = Array.from({ length: 50_000 }, () => log.entry({ action: 'user.update', actor: null }))
    .filter(({ id, at }) => id < firstIdAt(at) || id >= after(at))
    .map(({ id, at }) => `${id} ${at}`);
  assert.deepEqual(outside, []);
});
