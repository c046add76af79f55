import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { PasswordLink } from '../../src/data/contracts/index.ts';
import { at, aUser, nextId, type OpenedDatabase, plain, T0 } from './samples.ts';

export function passwordLinksContract(opened: () => OpenedDatabase): void {
  const links = () => opened().database.passwordLinks;
  const aLink = (changes: Partial<PasswordLink> = {}): PasswordLink => ({
    user_id: nextId(),
    token_hash: nextId(),
    email: 'ada@example.com',
    created_at: T0,
    expires_at: at(3_600),
    ...changes,
  });

  it('gives a link to exactly one taker', async () => {
    const link = aLink();
    await links().put(link);
    assert.deepEqual(plain(await links().get(link.token_hash)), link);
    const taken = await Promise.all([1, 2, 3].map(() => links().take(link.token_hash)));
    assert.deepEqual(
      taken.filter((one) => one !== null).map((one) => plain(one)),
      [link],
    );
    assert.equal(await links().get(link.token_hash), null);
    assert.equal(await links().take(nextId()), null);
  });

  it('keeps the newest link of an account alone', async () => {
    const first = aLink();
    const second = aLink({ user_id: first.user_id });
    await links().put(first);
    await links().put(second);
    assert.equal(await links().take(first.token_hash), null);
    assert.deepEqual(plain(await links().get(second.token_hash)), second);
    await links().deleteOf(first.user_id);
    assert.equal(await links().get(second.token_hash), null);
  });

  it('goes with the user', async () => {
    const user = aUser();
    await opened().database.users.create(user);
    const link = aLink({ user_id: user.id });
    await links().put(link);
    await opened().database.users.delete(user.id);
    assert.equal(await links().get(link.token_hash), null);
  });

  it('purges what expired, no more than asked', async () => {
    const old = [1, 2, 3].map((seconds) => aLink({ expires_at: at(-seconds) }));
    const live = aLink();
    for (const link of [...old, live]) await links().put(link);
    assert.equal(await links().purge(T0, 2), 2);
    assert.equal(await links().purge(T0, 2), 1);
    assert.equal(await links().purge(T0, 2), 0);
    assert.notEqual(await links().get(live.token_hash), null);
  });
}
