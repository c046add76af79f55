/** Every engine of the table opens by its URL, and database and files apart from one another. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databaseEngines, engineOf, fileEngines, type OpenOptions } from '../../src/processes/engines.ts';
import { testServers } from '../support/test-servers.ts';
import { aUser, nextId } from './samples.ts';

const options: OpenOptions = { db_name: 'engines', serving: true, on_wait() {} };
/** Both may be on one server, which other files use as well. */
const files_options = { ...options, db_name: 'engines-files' };
const schemes = [...new Set([...Object.keys(databaseEngines), ...Object.keys(fileEngines)])];

describe('engines', () => {
  it('have a test server each, and refuse what they do not know without the URL', () => {
    assert.deepEqual(Object.keys(testServers).sort(), schemes.sort());
    assert.throws(
      () => engineOf(databaseEngines, 'postgres://me:secret@host'),
      (error: Error) => {
        assert.doesNotMatch(error.message, /secret/);
        return error.message.includes('mongodb:');
      },
    );
    assert.equal(engineOf(databaseEngines, 'MongoDB://host'), databaseEngines['mongodb:']);
  });

  for (const database_scheme of ['file:', 'mongodb:']) {
    for (const files_scheme of ['file:', 'mongodb:']) {
      it(`open: database at ${database_scheme}, files at ${files_scheme}`, async (test) => {
        const places = [await testServers[database_scheme]?.(), await testServers[files_scheme]?.()];
        const [data_at, files_at] = places;
        if (!data_at || !files_at) return test.skip('no server here');
        const database = await engineOf(databaseEngines, data_at.url).open(data_at.url, options);
        const files = await engineOf(fileEngines, files_at.url).open(files_at.url, files_options);
        const user = aUser();
        await database.users.create(user);
        assert.equal((await database.users.get(user.id))?.id, user.id);
        const key = { task_id: nextId(), index: 0, attempt: 1, name: 'a' };
        await files.put(key, Buffer.from('x'), 'text/plain');
        assert.equal(`${Buffer.concat((await (await files.open(key))?.toArray()) ?? [])}`, 'x');
        await files.close();
        const said: string[] = [];
        const kept = await engineOf(databaseEngines, data_at.url).inspect(
          data_at.url,
          options.db_name,
          [user.email],
          ({ text }) => said.push(text),
        );
        assert.deepEqual(typeof kept === 'string' ? said : kept.hashed_passwords, [user.hashed_password]);
        await database.close();
        for (const place of places) await place?.stop();
      });
    }
  }
});
