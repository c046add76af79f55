import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditSearch, filterOf, isFiltered } from './audit-search.ts';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const read = (text: string) => auditSearch.read(new URLSearchParams(text));

test('the address of the audit log holds what is shown, and leaves out what is not chosen', () => {
  const text = 'actor=system&action=task.retry&outcome=failure&time=week';
  assert.equal(new URLSearchParams(auditSearch.write(read(text))).toString(), text);
  assert.deepEqual(auditSearch.write(read('')), {});
  assert.deepEqual(auditSearch.write(read('action=no&time=no&first=5.1.2026&last=2026-03-01')), {});
  assert.deepEqual(auditSearch.write(read('time=days&first=2026-03-01')), {
    time: 'days',
    first: '2026-03-01',
  });
});

test('a span of time ends now, and chosen days reach to the end of the last one', () => {
  assert.deepEqual(filterOf(read('time=day'), NOW), { from: '2026-03-09T12:00:00.000Z' });
  assert.deepEqual(filterOf(read('actor=me'), NOW), { actor_id: 'me' });
  const { from, to } = filterOf(read('time=days&first=2026-03-01&last=2026-03-02'), NOW);
  assert.equal(from, new Date('2026-03-01T00:00').toISOString());
  assert.equal(to, new Date('2026-03-03T00:00').toISOString());
  assert.deepEqual(filterOf(read('time=days'), NOW), {});
  assert.equal(isFiltered(read('time=days')), false, 'no day is chosen yet');
  assert.equal(isFiltered(read('time=days&last=2026-03-02')), true);
});
