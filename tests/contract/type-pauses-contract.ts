import assert from 'node:assert/strict';
import { it } from 'node:test';
import { at, nextId, type OpenedDatabase, plain, T0 } from './samples.ts';

export function typePausesContract(opened: () => OpenedDatabase): void {
  const pauses = () => opened().database.typePauses;

  it('keeps the first pause of a type until it is resumed', async () => {
    const first = { type: 'image', paused_at: T0, paused_by: nextId() };
    assert.deepEqual(plain(await pauses().pause(first)), first);
    const again = await pauses().pause({ type: 'image', paused_at: at(9), paused_by: null });
    assert.deepEqual(plain(again), first);
    const other = { type: 'a wait', paused_at: at(1), paused_by: null };
    await pauses().pause(other);
    assert.deepEqual(plain(await pauses().list()), [other, first]);
    assert.equal(await pauses().resume('image'), true);
    assert.equal(await pauses().resume('image'), false);
    assert.deepEqual(plain(await pauses().list()), [other]);
  });
}
