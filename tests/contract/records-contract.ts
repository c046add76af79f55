import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Schedule } from '../../src/data/contracts/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { at, nextId, type OpenedDatabase, T0 } from './samples.ts';

export function recordsContract(opened: () => OpenedDatabase): void {
  const database = () => opened().database;

  it('leases a worker by the clock of the database', async () => {
    const { workers } = database();
    const worker = { id: nextId(), host: 'here', pid: 1, slots_total: 8 };
    await workers.register(worker, 60_000);
    assert.ok((await workers.alive()).includes(worker.id));
    const listed = (await workers.list()).find(({ id }) => id === worker.id);
    assert.deepEqual({ ...listed, lease_until: undefined }, { ...worker, lease_until: undefined });
    const left = Date.parse(listed?.lease_until ?? '') - Date.now();
    assert.ok(left > 50_000 && left < 70_000, `${left} ms left`);
    assert.equal(await workers.renew(worker.id, 60_000), true);
    await workers.remove(worker.id);
    assert.equal(await workers.renew(worker.id, 60_000), false);
    assert.ok(!(await workers.alive()).includes(worker.id));
  });

  it('renews a lapsed lease until the record is purged for it; then the worker must register anew', async () => {
    const { workers } = database();
    const worker = { id: nextId(), host: 'here', pid: 2, slots_total: 1 };
    await workers.register(worker, 1);
    await waitFor(async () => !(await workers.alive()).includes(worker.id));
    assert.equal(await workers.renew(worker.id, 60_000), true);
    assert.ok((await workers.alive()).includes(worker.id));
    assert.ok((await workers.list()).some(({ id }) => id === worker.id));
    await workers.purge(60_000);
    assert.ok((await workers.list()).some(({ id }) => id === worker.id));
    await workers.register({ ...worker, slots_total: 2 }, 60_000);
    assert.ok((await workers.alive()).includes(worker.id));
    await workers.purge(0);
    assert.equal((await workers.list()).find(({ id }) => id === worker.id)?.slots_total, 2);
    await workers.register(worker, 1);
    await waitFor(async () => {
      await workers.purge(0);
      return !(await workers.list()).some(({ id }) => id === worker.id);
    });
    assert.equal(await workers.renew(worker.id, 60_000), false);
  });

  it('keeps one idempotency record of those that come at the same time', async () => {
    const { idempotency } = database();
    const id = `${nextId()}:key "1"`;
    const record = (n: number) => ({ id, task_id: nextId(), body_hash: `h${n}`, created_at: T0 });
    const records = [0, 1, 2, 3].map(record);
    const kept = await Promise.all(records.map((one) => idempotency.keep(one)));
    assert.equal(new Set(kept.map((one) => one.task_id)).size, 1);
    assert.ok(records.some((one) => one.task_id === kept[0]?.task_id));
    assert.deepEqual({ ...(await idempotency.keep(record(9))) }, { ...kept[0] });
    assert.deepEqual({ ...(await idempotency.get(id)) }, { ...kept[0] });
    assert.equal(await idempotency.get(`${id}2`), null);
  });

  it('purges old idempotency records, no more than asked', async () => {
    const { idempotency } = database();
    const old = [1, 2, 3].map((n) => ({
      id: `${nextId()}:k`,
      task_id: 't',
      body_hash: 'h',
      created_at: at(-n),
    }));
    for (const record of old) await idempotency.keep(record);
    assert.equal(await idempotency.purge(T0, 2), 2);
    assert.equal(await idempotency.purge(T0, 2), 1);
    assert.equal(await idempotency.purge(T0, 2), 0);
    const fresh = { ...(old[0] as (typeof old)[0]), task_id: 'other' };
    assert.deepEqual({ ...(await idempotency.keep(fresh)) }, fresh);
  });

  const aSchedule = (changes: Partial<Schedule> = {}): Schedule => ({
    id: nextId(),
    name: 'Nightly',
    cron: '0 0 * * *',
    timezone: 'Asia/Shanghai',
    owner_id: nextId(),
    task: { type: 'wait', params: { seconds: 1, 'a.b': '$x' } },
    enabled: true,
    next_run_at: T0,
    last_run_at: null,
    last_task_id: null,
    created_at: T0,
    updated_at: T0,
    ...changes,
  });

  it('keeps schedules and knows which are due', async () => {
    const { schedules } = database();
    const later = aSchedule({ next_run_at: at(60) });
    const due = aSchedule({ next_run_at: at(-5) });
    const longest = aSchedule({ next_run_at: at(-9) });
    const off = aSchedule({ enabled: false, next_run_at: at(-99) });
    const never = aSchedule({ next_run_at: null });
    for (const one of [later, due, longest, off, never]) assert.equal(await schedules.create(one), true);
    assert.equal(await schedules.create(due), false);
    assert.deepEqual(plain(await schedules.get(due.id)), due);
    assert.equal(await schedules.get(nextId()), null);
    const ids = (list: Schedule[]) => list.map(({ id }) => id);
    assert.deepEqual(ids(await schedules.due(T0, 10)), [longest.id, due.id]);
    assert.deepEqual(ids(await schedules.due(T0, 1)), [longest.id]);
    assert.deepEqual(ids(await schedules.page(2)), [never.id, off.id]);
    assert.deepEqual(ids(await schedules.page(10, off.id)), [longest.id, due.id, later.id]);

    const next = { ...due, next_run_at: at(600), last_run_at: T0, last_task_id: nextId() };
    const outcomes = await Promise.all([1, 2, 3].map(() => schedules.save(next, due.next_run_at)));
    assert.deepEqual(outcomes.sort(), [false, false, true]);
    assert.deepEqual(plain(await schedules.get(due.id)), next);
    assert.equal(await schedules.save({ ...never, next_run_at: at(1) }, null), true);
    assert.equal(await schedules.save({ ...never, next_run_at: at(1) }, null), false);
    await schedules.delete(due.id);
    await schedules.delete(due.id);
    assert.equal(await schedules.get(due.id), null);
    assert.equal(await schedules.save(next, next.next_run_at), false);
  });

  it('lets one actor fire', async () => {
    const { schedules } = database();
    const due = new Date().toISOString();
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => schedules.claimFiring('retention', due)));
    assert.equal(outcomes.filter(Boolean).length, 1);
    assert.equal(await schedules.claimFiring('retention', due), false);
    assert.equal(await schedules.claimFiring('other', due), true);
    assert.equal(await schedules.claimFiring('retention', new Date(Date.parse(due) + 1).toISOString()), true);
  });

  it('keeps the first secret', async () => {
    const kept = await Promise.all(['a', 'b', 'c'].map((secret) => database().keepSecret(secret)));
    assert.equal(new Set(kept).size, 1);
    assert.equal(await database().keepSecret('d'), kept[0]);
  });

  it('answers a ping', async () => {
    await database().ping();
  });
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
