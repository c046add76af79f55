import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import {
  type Session,
  Unavailable,
  type User,
  type VersionCache,
} from '../../../src/data/contracts/index.ts';
import { MemoryVersionCache } from '../../../src/data/memory/memory-version-cache.ts';
import { Fault } from '../../../src/errors.ts';
import { AccessCheck } from '../../../src/services/accounts/access-check.ts';
import { publishVersion } from '../../../src/services/accounts/account-versions.ts';

const token = { kind: 'token', user_id: 'u', session_id: 's' } as const;
let user: User | null;
let session: Session | null;
let reads: number;
let versions: VersionCache;

beforeEach(() => {
  user = {
    id: 'u',
    email: 'u@example.com',
    fullname: 'U',
    roles: ['user'],
    is_active: true,
    version: 3,
  } as User;
  session = { id: 's', user_id: 'u', expires_at: '2999-01-01T00:00:00.000Z' } as Session;
  reads = 0;
  versions = new MemoryVersionCache();
});

const database = {
  users: {
    async get() {
      reads += 1;
      return user;
    },
  },
  sessions: {
    async get() {
      reads += 1;
      return session;
    },
  },
} as never; // the check reads these two stores only

const uses = { note() {} } as never; // and notes uses of keys, of which there is none
const origin = { address: '127.0.0.1', user_agent: null, request_id: 'r', trace: null };

const refused = (error: unknown) => error instanceof Fault && error.type === 'not_authenticated';

test('asks the database once, and memory from then on, without waiting', async () => {
  const access = new AccessCheck({ database, uses, versions });
  const actor = {
    kind: 'user',
    id: 'u',
    email: 'u@example.com',
    fullname: 'U',
    permissions: ['read', 'write'],
    credential_id: 's',
    ...origin,
  };
  assert.deepEqual((await access.check(token, origin)).actor, actor);
  assert.equal(reads, 2);
  const again = access.check(token, origin);
  assert.ok(!(again instanceof Promise));
  assert.equal(again.user, user);
  assert.equal(reads, 2);
});

test('refuses an ended session, another’s session, and who is disabled or gone', async () => {
  const cases: [string, () => void][] = [
    ['disabled', () => Object.assign(user as User, { is_active: false })],
    [
      'gone',
      () => {
        user = null;
      },
    ],
    [
      'no session',
      () => {
        session = null;
      },
    ],
    ['another’s session', () => Object.assign(session as Session, { user_id: 'x' })],
    [
      'an expired session',
      () => Object.assign(session as Session, { expires_at: '2001-01-01T00:00:00.000Z' }),
    ],
  ];
  for (const [what, change] of cases) {
    user = {
      id: 'u',
      email: 'u@example.com',
      fullname: 'U',
      roles: ['user'],
      is_active: true,
      version: 3,
    } as User;
    session = { id: 's', user_id: 'u', expires_at: '2999-01-01T00:00:00.000Z' } as Session;
    change();
    const access = new AccessCheck({ database, uses, versions: new MemoryVersionCache() });
    await assert.rejects(async () => access.check(token, origin), refused, what);
    // What was found is known from then on.
    await assert.rejects(async () => access.check(token, origin), refused, what);
  }
});

test('a written version counts at once, whatever is kept', async () => {
  const access = new AccessCheck({ database, uses, versions });
  await access.check(token, origin);
  user = { ...(user as User), version: 4, roles: ['guest'] };
  await versions.write([['user:u', '4']]);
  assert.deepEqual((await access.check(token, origin)).actor.permissions, ['read']);
  await versions.write([['session:s', '0']]);
  assert.throws(() => access.check(token, origin), refused);
});

test('forgetting everything asks the database again, and what was being read then is not kept', async () => {
  const access = new AccessCheck({ database, uses, versions });
  const slow = access.check(token, origin);
  await access.forget();
  await slow;
  assert.deepEqual(versions.readNow?.(['user:u', 'session:s']), [null, null]);
  await access.check(token, origin);
  assert.equal(reads, 4);
});

test('without its versions it asks the database each time', async () => {
  const away: VersionCache = {
    ...versions,
    readNow: undefined,
    read: () => Promise.reject(new Unavailable('Redis')),
    fill: () => Promise.reject(new Unavailable('Redis')),
  };
  const access = new AccessCheck({ database, uses, versions: away });
  await access.check(token, origin);
  await access.check(token, origin);
  assert.equal(reads, 4);
  user = { ...(user as User), is_active: false };
  await assert.rejects(async () => access.check(token, origin), refused);
});

test('keeps no more users than it may', async () => {
  const access = new AccessCheck({ database, uses, versions, keep: 1 });
  for (const sub of ['a', 'b', 'a']) {
    user = { id: sub, roles: ['user'], is_active: true, version: 3 } as User;
    session = { ...(session as Session), user_id: sub };
    await access.check({ kind: 'token', user_id: sub, session_id: `s-${sub}` }, origin);
  }
  // Versions are known for both, the account of one was let go: one read each time.
  assert.equal(reads, 2 + 2 + 1);
});

test('of two versions written in the wrong order the newer stands in the end', async () => {
  user = { ...(user as User), version: 5 };
  await versions.write([['user:u', '5']]);
  await publishVersion(database, versions, 'u', 4);
  assert.deepEqual(versions.readNow?.(['user:u']), ['5']);
  user = null;
  await publishVersion(database, versions, 'u', null);
  assert.deepEqual(versions.readNow?.(['user:u']), ['0']);
});
