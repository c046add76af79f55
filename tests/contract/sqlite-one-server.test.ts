/** Who may have the database of a folder open, and how each notices what others write. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { aTask, aUser } from './samples.ts';
import { commandLine, server, withServer, writingChild } from './sqlite-servers.ts';

describe('one server per folder', () => {
  it('refuses a second server while the first one runs, and names the folder', async () => {
    await withServer(async (_, folder) => {
      await assert.rejects(server(folder), (error: Error) => error.message.includes(folder));
    });
  });

  it('refuses one beside a server in another process', async () => {
    const folder = await tempFolder();
    const other = writingChild(folder);
    try {
      await once(createInterface(other.stdout), 'line');
      await assert.rejects(server(folder), (error: Error) => error.message.includes(folder));
    } finally {
      other.kill('SIGKILL');
      await other.closed;
    }
    await (await server(folder)).close();
  });

  it('waits for a server that is just ending', async () => {
    const folder = await tempFolder();
    const first = await server(folder);
    const second = server(folder);
    await first.close();
    await (await second).close();
  });

  it('lets a command line write beside the server, which notices', async () => {
    await withServer(async (database, folder) => {
      let noticed = 0;
      database.onExternalWrite?.(() => {
        noticed += 1;
      });
      await database.users.create(aUser());
      const beside = await commandLine(folder);
      const user = aUser();
      assert.equal(await beside.users.create(user), 'ok');
      await waitFor(() => noticed === 1);
      assert.equal((await database.users.get(user.id))?.id, user.id);
      await beside.users.create(aUser());
      await waitFor(() => noticed === 2);
      await beside.close();
      await database.users.create(aUser());
    });
  });

  it('lists what was written a moment ago, by itself or by a command line', async () => {
    await withServer(async (database, folder) => {
      const listed = async () => (await database.tasks.list({ limit: 10 }, 100)).tasks.map(({ id }) => id);
      const [first, second] = [aTask(), aTask()];
      await database.tasks.create(first, {});
      assert.deepEqual([await listed(), await listed()], [[first.id], [first.id]]);
      await database.tasks.save({ ...first, progress: 7, revision: 2 }, 1);
      assert.equal((await database.tasks.list({ limit: 10 }, 100)).tasks[0]?.progress, 7);
      const beside = await commandLine(folder);
      await beside.tasks.create(second, {});
      assert.deepEqual(await listed(), [second.id, first.id]);
      await beside.close();
    });
  });

  it('does not take its own writes for those of others', async () => {
    await withServer(async (database, folder) => {
      let noticed = 0;
      database.onExternalWrite?.(() => {
        noticed += 1;
      });
      for (let n = 0; n < 10; n += 1) await database.users.create(aUser());
      // The one write from outside is the signal that the looks before it are over.
      const beside = await commandLine(folder);
      await beside.users.create(aUser());
      await waitFor(() => noticed > 0);
      assert.equal(noticed, 1);
      await beside.close();
    });
  });
});
