import assert from 'node:assert/strict';
import { it } from 'node:test';
import { aUser, nextId, type OpenedDatabase } from './samples.ts';

export function preferencesContract(opened: () => OpenedDatabase): void {
  const preferences = () => opened().database.preferences;

  it('keeps the last value of each account', async () => {
    const [ada, bob] = [nextId(), nextId()];
    assert.equal(await preferences().get(ada), null);
    await preferences().put(ada, '{"theme":"dark","$ref":1}');
    await preferences().put(bob, '{}');
    await preferences().put(ada, '{"theme":"light"}');
    assert.equal(await preferences().get(ada), '{"theme":"light"}');
    assert.equal(await preferences().get(bob), '{}');
  });

  it('holds no half character', async () => {
    const ada = nextId();
    await preferences().put(ada, JSON.stringify({ view: 'x\ud83d', '\udc00': 1 }));
    assert.deepEqual(JSON.parse((await preferences().get(ada)) ?? ''), { view: 'x\ufffd', '\ufffd': 1 });
  });

  it('go with the user', async () => {
    const user = aUser();
    await opened().database.users.create(user);
    await preferences().put(user.id, '{}');
    await opened().database.users.delete(user.id);
    assert.equal(await preferences().get(user.id), null);
  });
}
