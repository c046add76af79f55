import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { User, UserFilter } from '../../src/data/contracts/index.ts';
import { searchWords } from '../../src/data/search-words.ts';
import { at, aUser, nextId, type OpenedDatabase, plain, shuffled } from './samples.ts';

export function usersContract(opened: () => OpenedDatabase): void {
  const users = () => opened().database.users;
  const make = async (changes: Partial<User> = {}) => {
    const user = aUser(changes);
    assert.equal(await users().create(user), 'ok');
    return user;
  };

  it('keeps what was created, whole', async () => {
    const user = await make({ fullname: '王小明 "x"', roles: ['manager', 'user'], is_active: false });
    assert.deepEqual(plain(await users().get(user.id)), user);
    assert.deepEqual(plain(await users().getByEmail(user.email)), user);
    assert.equal(await users().get(nextId()), null);
    assert.equal(await users().get("' OR 1=1 --"), null);
    assert.equal(await users().getByEmail('nobody@example.com'), null);
  });

  it('returns the ones asked for that exist, and nothing for nothing', async () => {
    const [a, b] = [await make(), await make()];
    const found = await users().getMany([b.id, nextId(), a.id]);
    assert.deepEqual(found.map((user) => user.id).sort(), [a.id, b.id]);
    assert.deepEqual(await users().getMany([]), []);
  });

  it('refuses an e-mail in use, also to whoever comes at the same time', async () => {
    const email = `${nextId()}@example.com`;
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => users().create(aUser({ email }))));
    assert.deepEqual(outcomes.sort(), ['email_in_use', 'email_in_use', 'email_in_use', 'ok']);
    const other = await make();
    assert.equal(await users().save({ ...other, email, version: 2 }, 1), 'email_in_use');
    assert.deepEqual(plain(await users().get(other.id)), other);
  });

  it('saves by compare-and-set on the version', async () => {
    const user = await make();
    const changed = { ...user, fullname: 'B', email: `new-${user.email}`, version: 2, updated_at: at(1) };
    assert.equal(await users().save(changed, 1), 'ok');
    assert.deepEqual(plain(await users().get(user.id)), changed);
    assert.equal(await users().getByEmail(user.email), null);
    assert.equal(await users().save({ ...changed, version: 2 }, 1), 'conflict');
    assert.equal(await users().save(aUser(), 1), 'conflict');
    const outcomes = await Promise.all(
      ['C', 'D', 'E'].map((fullname) => users().save({ ...changed, fullname, version: 3 }, 2)),
    );
    assert.deepEqual(outcomes.sort(), ['conflict', 'conflict', 'ok']);
  });

  it('keeps an account without a password, its quotas and sign-ins', async () => {
    const user = await make({
      hashed_password: null,
      must_change_password: true,
      quotas: { active_tasks: 5, stored_bytes: 0 },
    });
    assert.deepEqual(plain(await users().get(user.id)), user);
    const places = [{ block: '192.0.2.7', at: at(7) }];
    assert.equal(await users().signedIn(user.id, at(7), places), 2);
    assert.equal(await users().signedIn(nextId(), at(7), places), null);
    assert.deepEqual(plain(await users().get(user.id)), {
      ...user,
      last_sign_in_at: at(7),
      sign_in_places: places,
      version: 2,
    });
    assert.equal(await users().save({ ...user, version: 2 }, 1), 'conflict');
  });

  it('frees the e-mail of a deleted user', async () => {
    const user = await make();
    assert.equal(await users().delete(user.id), 'ok');
    assert.equal(await users().delete(user.id), 'missing');
    assert.equal(await users().get(user.id), null);
    await make({ email: user.email });
  });

  it('never loses the last active administrator', async () => {
    const a = await make({ roles: ['admin'] });
    const b = await make({ roles: ['user', 'admin'] });
    await make({ roles: ['admin'], is_active: false });
    const demoted = (user: User): User => ({ ...user, roles: ['user'], version: 2 });
    const outcomes = await Promise.all([users().save(demoted(a), 1), users().save(demoted(b), 1)]);
    assert.deepEqual(outcomes.sort(), ['last_admin', 'ok']);
    const last = (await users().get(a.id))?.roles.includes('admin') ? a : b;
    assert.equal(await users().save({ ...last, is_active: false, version: 2 }, 1), 'last_admin');
    assert.equal(await users().delete(last.id), 'last_admin');
    assert.equal(await users().save({ ...last, fullname: 'Still admin', version: 2 }, 1), 'ok');
    const next = await make({ roles: ['admin'] });
    const raced = await Promise.all([users().delete(last.id), users().delete(next.id)]);
    assert.deepEqual(raced.sort(), ['last_admin', 'ok']);
  });

  describe('pages', () => {
    const people: User[] = [];
    const page = async (filter: UserFilter) => {
      const found = await users().page({ ...filter, limit: 100 });
      const mine = found.filter((user) => people.some(({ id }) => id === user.id));
      return mine.map((user) => user.fullname);
    };

    it('lists newest first, by cursor and by offset', async () => {
      for (const [fullname, email, changes] of [
        ['Grace Hopper', 'grace.hopper@navy.mil', { roles: ['manager'] }],
        ['王小明', 'xiaoming@example.cn', { is_active: false }],
        ['Alan O’Brien', 'alan_ob@pages-test.org', { roles: ['guest'] }],
        ['Hopper Grace', 'other@pages-test.org', { roles: ['user', 'manager'] }],
      ] as const) {
        people.push(aUser({ fullname, email, ...changes } as Partial<User>));
      }
      for (const person of shuffled(people)) await users().create(person);
      const newest = [...people].reverse().map((user) => user.id);
      const ids = async (query: { before_id?: string; offset?: number; limit: number }) =>
        (await users().page(query)).map((user) => user.id);
      assert.deepEqual(await ids({ limit: 4 }), newest);
      assert.deepEqual(await ids({ limit: 2 }), newest.slice(0, 2));
      assert.deepEqual(await ids({ limit: 2, offset: 1 }), newest.slice(1, 3));
      assert.deepEqual(await ids({ limit: 2, before_id: newest[1] as string }), newest.slice(2, 4));
    });

    it('filters by role, activity and words, alone and together', async () => {
      assert.deepEqual(await page({ role: 'manager' }), ['Hopper Grace', 'Grace Hopper']);
      assert.deepEqual(await page({ role: 'guest', is_active: true }), ['Alan O’Brien']);
      assert.deepEqual(await page({ is_active: false }), ['王小明']);
      assert.deepEqual(await page({ words: searchWords('grace') }), ['Hopper Grace', 'Grace Hopper']);
      assert.deepEqual(await page({ words: searchWords('GRA hop') }), ['Hopper Grace', 'Grace Hopper']);
      assert.deepEqual(await page({ words: searchWords('grace navy') }), ['Grace Hopper']);
      assert.deepEqual(await page({ words: searchWords('ob@pages') }), ['Alan O’Brien']);
      assert.deepEqual(await page({ words: searchWords('小明') }), ['王小明']);
      assert.deepEqual(await page({ words: searchWords('grace'), role: 'user' }), ['Hopper Grace']);
      assert.deepEqual(await page({ words: searchWords('opper') }), []);
    });

    it('finds by the new name after a change', async () => {
      const person = people[2] as User;
      const changed = { ...person, fullname: 'Zebulon Quill', version: 2 };
      assert.equal(await users().save(changed, 1), 'ok');
      assert.deepEqual(await page({ words: ['zebulon'] }), ['Zebulon Quill']);
      assert.deepEqual(await page({ words: ['alan', 'brien'] }), []);
    });

    it('counts to the cap and stops', async () => {
      assert.equal(await users().count({ words: ['grace'] }, 100), 2);
      assert.equal(await users().count({ words: ['grace'] }, 1), 1);
      assert.equal(await users().count({ role: 'guest' }, 100), 1);
      assert.ok((await users().count({}, 1000)) > 4);
      assert.equal(await users().count({}, 3), 3);
    });
  });
}
