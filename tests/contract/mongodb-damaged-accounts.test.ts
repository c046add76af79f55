/** An account with a damaged field can sign in, be changed and be removed, and keeps no other account from that. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Collection, type Document, MongoClient } from 'mongodb';
import type { Database, User } from '../../src/data/contracts/index.ts';
import { COLLECTIONS } from '../../src/data/mongodb/indexes.ts';
import { openMongo } from '../../src/data/mongodb/open-mongo.ts';
import { requireService } from '../support/services.ts';
import { type SharedServer, sharedMongod } from '../support/shared-mongod.ts';
import { aUser } from './samples.ts';

const VALUES = [undefined, 5, -1, 0, Number.NaN, 'text', true, null, {}, [], [5]];
const FIELDS = [
  'version',
  'relied_on',
  'roles',
  'is_active',
  'quotas',
  'sign_in_places',
  'must_change_password',
];

if (requireService('mongodb')) {
  let server: SharedServer;
  let client: MongoClient;
  let database: Database;
  let documents: Collection<Document & { _id: string }>;
  before(async () => {
    server = await sharedMongod.open();
    client = await new MongoClient(server.url).connect();
    database = await openMongo(server.url, 'damaged_accounts');
    documents = client.db('damaged_accounts').collection(COLLECTIONS.users);
  });
  after(async () => {
    await database?.close();
    await client?.close();
    await server?.stop();
  });

  const admin = async (): Promise<User> => {
    const user = aUser({ roles: ['admin'] });
    assert.equal(await database.users.create(user), 'ok');
    return user;
  };

  for (const field of FIELDS)
    test(`${field}: whatever stands there`, async () => {
      const { users } = database;
      for (const value of VALUES) {
        const said = `${field} = ${JSON.stringify(value)}`;
        const [sound, damaged] = [await admin(), await admin()];
        const change: Document =
          value === undefined ? { $unset: { [field]: '' } } : { $set: { [field]: value } };
        const damage = () => documents.updateOne({ _id: damaged.id }, change);
        await damage();
        assert.notEqual(await users.signedIn(damaged.id, '2026-01-01T00:00:00.000Z', []), null, said);
        await damage();
        const read = (await users.get(damaged.id)) ?? assert.fail(said);
        assert.ok(read.version >= 1, said);
        const next = { ...read, roles: ['admin' as const], is_active: true, version: read.version + 1 };
        assert.equal(await users.save(next, read.version), 'ok', said);
        assert.equal(await users.save(next, read.version), 'conflict', said);
        await damage();
        // The damaged one may be asked to witness that another administrator is left.
        assert.equal(await users.delete(sound.id), 'ok', said);
        await admin();
        assert.equal(await users.delete(damaged.id), 'ok', said);
      }
    });

  test('a key whose end is damaged has expired', async () => {
    const { apiKeys } = database;
    const key = { name: 'k', prefix: 'b2_', permissions: ['read'], created_at: '', last_used_at: null };
    await apiKeys.create({ ...key, id: '1', owner_id: 'u', key_hash: '1', expires_at: '9999' }, 5);
    const keys = client.db('damaged_accounts').collection(COLLECTIONS.apiKeys);
    for (const expires_at of [5, true, {}, ['9999']]) {
      await keys.updateOne({}, { $set: { expires_at } });
      const { expires_at: end } = (await apiKeys.get('1')) ?? assert.fail();
      assert.ok(end !== null && end < new Date().toISOString(), JSON.stringify(expires_at));
    }
    await keys.updateOne({}, { $set: { expires_at: null } });
    assert.equal((await apiKeys.get('1'))?.expires_at, null);
  });
}
