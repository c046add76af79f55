import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Schedule } from '../../src/data/contracts/index.ts';
import { aSchedule, at, nextId, type OpenedDatabase, plain, T0 } from './samples.ts';

export function schedulesContract(opened: () => OpenedDatabase): void {
  const schedules = () => opened().database.schedules;
  const ids = (list: Schedule[]) => list.map(({ id }) => id);

  it('keeps schedules and knows which are due', async () => {
    const later = aSchedule({ next_run_at: at(60) });
    const due = aSchedule({
      next_run_at: at(-5),
      overlap: 'skip',
      last_run: { at: at(-9), task_id: null, error: 'no such type' },
      failures: 2,
    });
    const longest = aSchedule({ next_run_at: at(-9) });
    const off = aSchedule({ is_active: false, next_run_at: at(-99) });
    const never = aSchedule({ next_run_at: null });
    for (const one of [later, due, longest, off, never]) assert.equal(await schedules().create(one), 'ok');
    assert.equal(await schedules().create(due), 'exists');
    assert.deepEqual(plain(await schedules().get(due.id)), due);
    assert.equal(await schedules().get(nextId()), null);
    assert.deepEqual(ids(await schedules().due(T0, 10)), [longest.id, due.id]);
    assert.deepEqual(ids(await schedules().due(T0, 1)), [longest.id]);
    assert.deepEqual(ids(await schedules().page({ limit: 2 })), [never.id, off.id]);
    assert.deepEqual(ids(await schedules().page({ limit: 1, offset: 1 })), [off.id]);
    assert.deepEqual(ids(await schedules().page({ limit: 10, before_id: off.id })), [
      longest.id,
      due.id,
      later.id,
    ]);
    assert.equal(await schedules().count({}, 100), 5);
  });

  it('saves by compare-and-set on the revision', async () => {
    const schedule = aSchedule();
    await schedules().create(schedule);
    const next: Schedule = {
      ...schedule,
      next_run_at: at(600),
      last_run: { at: T0, task_id: nextId(), error: null },
      revision: 2,
    };
    const outcomes = await Promise.all([1, 2, 3].map(() => schedules().save(next, 1)));
    assert.deepEqual(outcomes.sort(), [false, false, true]);
    assert.deepEqual(plain(await schedules().get(schedule.id)), next);
    assert.equal(await schedules().delete(schedule.id), true);
    assert.equal(await schedules().delete(schedule.id), false);
    assert.equal(await schedules().get(schedule.id), null);
    assert.equal(await schedules().save({ ...next, revision: 3 }, 2), false);
  });

  it('lists those of an owner, and takes no more of them than allowed', async () => {
    const owner_id = nextId();
    const mine = [1, 2, 3].map(() => aSchedule({ owner_id }));
    for (const one of mine) assert.equal(await schedules().create(one, 3), 'ok');
    assert.equal(await schedules().create(aSchedule({ owner_id }), 3), 'too_many');
    assert.equal(await schedules().create(aSchedule(), 3), 'ok');
    assert.deepEqual(ids(await schedules().page({ owner_id, limit: 10 })), ids(mine).reverse());
    assert.deepEqual(
      ids(await schedules().page({ owner_id, limit: 10, before_id: (mine[1] as Schedule).id })),
      [(mine[0] as Schedule).id],
    );
    assert.equal(await schedules().count({ owner_id }, 100), 3);
    assert.equal(await schedules().count({ owner_id }, 2), 2);
  });

  it('takes no more than allowed of those that come at the same moment', async () => {
    const owner_id = nextId();
    const first = aSchedule({ owner_id });
    await schedules().create(first);
    const make = () => schedules().create(aSchedule({ owner_id }), 4);
    const outcomes = await Promise.all(Array.from({ length: 9 }, make));
    assert.equal(outcomes.filter((one) => one === 'ok').length, 3);
    assert.equal(await schedules().count({ owner_id }, 100), 4);
    // One that goes makes room for one.
    await schedules().delete(first.id);
    assert.deepEqual((await Promise.all([make(), make()])).sort(), ['ok', 'too_many']);
  });

  it('lets one actor fire', async () => {
    const due = new Date().toISOString();
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => schedules().claimFiring('retention', due)));
    assert.equal(outcomes.filter(Boolean).length, 1);
    assert.equal(await schedules().claimFiring('retention', due), false);
    assert.equal(await schedules().claimFiring('other', due), true);
    assert.equal(
      await schedules().claimFiring('retention', new Date(Date.parse(due) + 1).toISOString()),
      true,
    );
  });
}
