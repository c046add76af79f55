import assert from 'node:assert/strict';
import { it } from 'node:test';
import { aSession, at, nextId, type OpenedDatabase } from './samples.ts';

export function sessionsContract(opened: () => OpenedDatabase): void {
  const sessions = () => opened().database.sessions;

  it('keeps a session until it is deleted', async () => {
    const session = aSession();
    await sessions().create(session);
    assert.deepEqual({ ...(await sessions().get(session.id)) }, session);
    await sessions().delete(session.id);
    await sessions().delete(session.id);
    assert.equal(await sessions().get(session.id), null);
  });

  it('rotates a generation exactly once', async () => {
    const session = aSession();
    await sessions().create(session);
    const outcomes = await Promise.all(
      [1, 2, 3, 4, 5].map(() => sessions().rotate(session.id, 1, at(5), at(7200))),
    );
    assert.equal(outcomes.filter(Boolean).length, 1);
    const expected = { ...session, generation: 2, rotated_at: at(5), expires_at: at(7200) };
    assert.deepEqual({ ...(await sessions().get(session.id)) }, expected);
    assert.equal(await sessions().rotate(session.id, 1, at(6), at(7200)), false);
    assert.equal(await sessions().rotate(nextId(), 1, at(6), at(7200)), false);
  });

  it('ends every session of a user and tells which', async () => {
    const user_id = nextId();
    const mine = [aSession({ user_id }), aSession({ user_id })];
    const other = aSession();
    for (const session of [...mine, other]) await sessions().create(session);
    assert.deepEqual((await sessions().deleteOf(user_id)).sort(), mine.map(({ id }) => id).sort());
    assert.deepEqual(await sessions().deleteOf(user_id), []);
    assert.notEqual(await sessions().get(other.id), null);
  });

  it('purges what expired, no more than asked', async () => {
    const old = [1, 2, 3].map((seconds) => aSession({ expires_at: at(-seconds) }));
    const live = aSession();
    for (const session of [...old, live]) await sessions().create(session);
    assert.equal(await sessions().purge(T_NOW, 2), 2);
    assert.equal(await sessions().purge(T_NOW, 2), 1);
    assert.equal(await sessions().purge(T_NOW, 2), 0);
    assert.notEqual(await sessions().get(live.id), null);
  });
}

const T_NOW = at(0);
