import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type AuditEntry, type AuditFilter, firstIdAt } from '../../src/data/contracts/index.ts';
import {
  anAuditEntry,
  aUser,
  type Combinations,
  nextId,
  type OpenedDatabase,
  plain,
  shuffled,
  T0,
} from './samples.ts';

export function auditContract(opened: () => OpenedDatabase, combinations: Combinations): void {
  const audit = () => opened().database.audit;
  const [ada, bob] = [nextId(), nextId()];
  const all: AuditEntry[] = [];

  /** An id of this minute of a day of its own, and the time to it. */
  const timed = (minute: number) => {
    const at = `2025-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`;
    return { id: `${firstIdAt(at).slice(0, 24)}${String(minute).padStart(12, '0')}`, at };
  };

  it('keeps entries whole and lists them by every combination of filters, newest first', async () => {
    for (let n = 0; n < 60; n += 1) {
      all.push(
        anAuditEntry({
          ...timed(n),
          actor: n % 5 === 0 ? null : { kind: 'user', id: n % 2 ? ada : bob, email: 'a@example.com' },
          action: n % 3 ? 'user.update' : 'auth.sign_in',
          target: n % 4 ? { type: n % 7 ? 'user' : 'task', id: n % 6 ? bob : ada } : null,
          outcome: n % 8 ? 'success' : 'failure',
          ip: n % 9 ? '::1' : null,
        }),
      );
    }
    await audit().add(shuffled(all));
    await audit().add([]);
    const choices: { [K in keyof AuditFilter]-?: string[] } = {
      actor_id: [ada, nextId()],
      action: ['auth.sign_in'],
      target_type: ['task'],
      target_id: [bob],
      outcome: ['failure'],
      from: [timed(20).at],
      to: [timed(40).at],
    };
    const filters = Object.entries(choices).reduce<Record<string, string>[]>(
      (list, [key, values]) =>
        list.flatMap((filter) => [filter, ...values.map((value) => ({ ...filter, [key]: value }))]),
      [{}],
    );
    // Few: every two values meet.
    const asked = filters.filter((_, at) => combinations === 'all' || at % 13 === 0) as AuditFilter[];
    for (const filter of asked) {
      const wanted = all
        .filter(
          ({ at, actor, action, target, outcome }) =>
            (!filter.actor_id || actor?.id === filter.actor_id) &&
            (!filter.action || action === filter.action) &&
            (!filter.target_type || target?.type === filter.target_type) &&
            (!filter.target_id || target?.id === filter.target_id) &&
            (!filter.outcome || outcome === filter.outcome) &&
            (!filter.from || at >= filter.from) &&
            (!filter.to || at < filter.to),
        )
        .reverse();
      assert.deepEqual(plain(await audit().page({ ...filter, limit: 100 })), wanted, JSON.stringify(filter));
      assert.equal(await audit().count(filter, 100), wanted.length);
    }
  });

  it('pages by cursor and by offset, and counts to the cap', async () => {
    const ids = all.map(({ id }) => id).reverse();
    const page = async (query: { before_id?: string; offset?: number }) =>
      (await audit().page({ ...query, limit: 3 })).map(({ id }) => id);
    assert.deepEqual(await page({ before_id: ids[1] as string }), ids.slice(2, 5));
    assert.deepEqual(await page({ offset: 2 }), ids.slice(2, 5));
    assert.equal(await audit().count({}, 10), 10);
    assert.deepEqual(plain(await audit().get(ids[0] as string)), all.at(-1));
    assert.equal(await audit().get(nextId()), null);
  });

  it('is written with the change of an account that was made, and only then', async () => {
    const { users } = opened().database;
    const user = aUser();
    const of = (action: string) => anAuditEntry({ action, target: { type: 'user', id: user.id } });
    assert.equal(await users.create(user, of('user.create')), 'ok');
    assert.equal(await users.create(aUser({ email: user.email }), of('user.create')), 'email_in_use');
    assert.equal(await users.save({ ...user, version: 2 }, 1, of('user.update')), 'ok');
    assert.equal(await users.save({ ...user, version: 2 }, 1, of('user.update')), 'conflict');
    assert.equal(await users.delete(user.id, of('user.delete')), 'ok');
    assert.equal(await users.delete(user.id, of('user.delete')), 'missing');
    const written = await audit().page({ target_id: user.id, limit: 10 });
    assert.deepEqual(
      written.map(({ action }) => action),
      ['user.delete', 'user.update', 'user.create'],
    );
  });

  it('purges what is old, the oldest first, no more than asked', async () => {
    assert.equal(await audit().purge(timed(10).at, 6), 6);
    assert.equal(await audit().purge(timed(10).at, 6), 4);
    assert.equal(await audit().purge(timed(10).at, 6), 0);
    const left = await audit().page({ to: T0, limit: 100 });
    assert.deepEqual(plain(left.at(-1)), all[10]);
  });
}
