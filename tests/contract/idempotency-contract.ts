import assert from 'node:assert/strict';
import { it } from 'node:test';
import { at, nextId, type OpenedDatabase, T0 } from './samples.ts';

export function idempotencyContract(opened: () => OpenedDatabase): void {
  const idempotency = () => opened().database.idempotency;

  it('keeps one idempotency record of those that come at the same time', async () => {
    const id = `${nextId()}:key "1"`;
    const record = (n: number) => ({ id, task_id: nextId(), body_hash: `h${n}`, created_at: T0 });
    const records = [0, 1, 2, 3].map(record);
    const kept = await Promise.all(records.map((one) => idempotency().keep(one)));
    assert.equal(new Set(kept.map((one) => one.task_id)).size, 1);
    assert.ok(records.some((one) => one.task_id === kept[0]?.task_id));
    assert.deepEqual({ ...(await idempotency().keep(record(9))) }, { ...kept[0] });
    assert.deepEqual({ ...(await idempotency().get(id)) }, { ...kept[0] });
    assert.equal(await idempotency().get(`${id}2`), null);
  });

  it('purges old idempotency records, no more than asked', async () => {
    const old = [1, 2, 3].map((n) => ({
      id: `${nextId()}:k`,
      task_id: 't',
      body_hash: 'h',
      created_at: at(-n),
    }));
    for (const record of old) await idempotency().keep(record);
    assert.equal(await idempotency().purge(T0, 2), 2);
    assert.equal(await idempotency().purge(T0, 2), 1);
    assert.equal(await idempotency().purge(T0, 2), 0);
    const fresh = { ...(old[0] as (typeof old)[0]), task_id: 'other' };
    assert.deepEqual({ ...(await idempotency().keep(fresh)) }, fresh);
  });
}
