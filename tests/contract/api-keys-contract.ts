import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ApiKey } from '../../src/data/contracts/index.ts';
import { at, nextId, type OpenedDatabase, plain, T0 } from './samples.ts';

let made = 0;
const aKey = (given: Partial<ApiKey> = {}): ApiKey => {
  made += 1;
  return {
    id: nextId(),
    owner_id: nextId(),
    name: `key ${made}`,
    key_hash: `hash ${made}`,
    prefix: 'b2_abcdef',
    permissions: ['read', 'write'],
    expires_at: null,
    created_at: T0,
    last_used_at: null,
    ...given,
  };
};

export function apiKeysContract(opened: () => OpenedDatabase): void {
  const keys = () => opened().database.apiKeys;
  const ids = (list: ApiKey[]) => list.map(({ id }) => id);

  it('keeps keys, finds them by id and hash, lists them newest first', async () => {
    const owner_id = nextId();
    const mine = [
      aKey({ owner_id }),
      aKey({ owner_id, expires_at: at(60), permissions: [] }),
      aKey({ owner_id }),
    ];
    const other = aKey();
    for (const one of [...mine, other]) assert.equal(await keys().create(one, 3), 'ok');
    assert.equal(await keys().create(aKey({ owner_id }), 3), 'too_many');
    const [first, second, third] = mine as [ApiKey, ApiKey, ApiKey];
    assert.deepEqual(plain(await keys().get(second.id)), second);
    assert.deepEqual(plain(await keys().getByHash(second.key_hash)), second);
    assert.equal(await keys().get(nextId()), null);
    assert.equal(await keys().getByHash('no such hash'), null);
    assert.deepEqual(ids(await keys().page({ owner_id, limit: 2 })), [third.id, second.id]);
    assert.deepEqual(ids(await keys().page({ owner_id, limit: 2, offset: 2 })), [first.id]);
    assert.deepEqual(ids(await keys().page({ owner_id, before_id: second.id, limit: 9 })), [first.id]);
    assert.deepEqual(ids(await keys().page({ limit: 1 })), [other.id]);
    assert.deepEqual([await keys().count({ owner_id }, 9), await keys().count({}, 3)], [3, 3]);
  });

  it('deletes one, and all of an owner', async () => {
    const owner_id = nextId();
    const mine = [aKey({ owner_id }), aKey({ owner_id })];
    for (const one of mine) await keys().create(one, 9);
    const [one] = mine as [ApiKey];
    assert.deepEqual([await keys().delete(one.id), await keys().delete(one.id)], [true, false]);
    assert.deepEqual(await keys().deleteOf(owner_id), [mine[1]?.id]);
    assert.deepEqual(await keys().deleteOf(owner_id), []);
    assert.equal(await keys().count({ owner_id }, 9), 0);
  });

  it('takes no more than allowed of those that come at the same moment', async () => {
    const owner_id = nextId();
    const outcomes = await Promise.all(Array.from({ length: 9 }, () => keys().create(aKey({ owner_id }), 3)));
    assert.equal(outcomes.filter((one) => one === 'ok').length, 3);
    assert.equal(await keys().count({ owner_id }, 9), 3);
  });

  it('notes the newest use', async () => {
    const key = aKey();
    await keys().create(key, 9);
    await keys().touch([
      { id: key.id, at: at(5) },
      { id: nextId(), at: at(5) },
    ]);
    await keys().touch([{ id: key.id, at: at(3) }]);
    assert.equal((await keys().get(key.id))?.last_used_at, at(5));
    await keys().touch([]);
  });
}
