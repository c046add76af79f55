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

  it('lists those of a user, the one used last first', async () => {
    const user_id = nextId();
    const mine = [3, 1, 2].map((seconds) => aSession({ user_id, rotated_at: at(seconds) }));
    for (const session of [...mine, aSession()]) await sessions().create(session);
    const listed = await sessions().listOf(user_id, 10);
    assert.deepEqual(
      listed.map((session) => ({ ...session })),
      [mine[0], mine[2], mine[1]],
    );
    assert.equal((await sessions().listOf(user_id, 2)).length, 2);
    assert.deepEqual(await sessions().listOf(nextId(), 2), []);
  });

  it('keeps the sessions of a user that were used last, the new one among them', async () => {
    const user_id = nextId();
    const mine = [1, 2, 3, 4].map((seconds) => aSession({ user_id, rotated_at: at(seconds) }));
    const other = aSession();
    for (const session of [...mine, other]) assert.deepEqual(await sessions().create(session), []);
    const newest = aSession({ user_id, rotated_at: at(0) });
    const gone = await sessions().create(newest, 3);
    const ids = mine.map(({ id }) => id);
    assert.deepEqual(gone.sort(), ids.slice(0, 2).sort());
    const left = (await sessions().listOf(user_id, 10)).map(({ id }) => id);
    assert.deepEqual(left, [ids[3], ids[2], newest.id]);
    assert.notEqual(await sessions().get(other.id), null);
  });

  it('ends every session of a user but one', async () => {
    const user_id = nextId();
    const mine = [aSession({ user_id }), aSession({ user_id }), aSession({ user_id })];
    for (const session of mine) await sessions().create(session);
    const [kept, ...others] = mine.map(({ id }) => id) as [string, ...string[]];
    assert.deepEqual((await sessions().deleteOf(user_id, kept)).sort(), others.sort());
    assert.deepEqual(
      (await sessions().listOf(user_id, 10)).map(({ id }) => id),
      [kept],
    );
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
