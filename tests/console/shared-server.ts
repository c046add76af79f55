/** One server for the files of a group that need no settings of their own: to start it takes as long as a short file. */
import { join } from 'node:path';
import { Client } from '../../client/src/index.ts';
import { atEnd, inGroup } from '../support/at-end.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { waitFor } from '../support/wait-for.ts';
import { ADMIN } from './open-console.ts';

const ENV = {
  ADMIN_PASSWORD: ADMIN.password,
  TASK_TYPES_DIR: join(import.meta.dirname, 'task-types'),
  WEBHOOK_ALLOW_PRIVATE: 'true',
};

class SharedServer {
  #server: Backend | null = null;
  /** Of the first administrator, at first. */
  #name = '';

  /** Without data of the file before, but for its entries in the audit log. */
  async open(): Promise<Backend> {
    if (!inGroup()) return startBackend({ env: ENV });
    const server = this.#server ?? (await startBackend({ env: ENV }));
    const admin = new Client({ url: server.url });
    const { id, fullname } = await admin.signIn(ADMIN);
    if (this.#server) await this.#empty(admin, id);
    else {
      this.#server = server;
      this.#name = fullname;
      atEnd(() => server.stop());
    }
    await admin.signOut();
    // It outlives the file that it is lent to.
    return { ...server, stop: async () => 0 };
  }

  async #empty({ api }: Client, own: string): Promise<void> {
    const each = async <T>(list: AsyncIterable<T>, work: (one: T) => Promise<unknown>) => {
      for await (const one of list) await work(one);
    };
    const tasks = async () => {
      const { total } = await api.listTasks();
      if (total > 0) await api.changeTasks({ action: 'delete', filter: {}, expected: total });
      // What runs is stopped first.
      return total === 0;
    };
    await Promise.all([
      waitFor(tasks, { what: 'every task to be deleted' }),
      each(api.listUsers(), async ({ id }) => id !== own && api.deleteUser({ id })),
      each(api.listSchedules(), ({ id }) => api.deleteSchedule({ id })),
      each(api.listWebhooks(), ({ id }) => api.deleteWebhook({ id })),
      each(api.listApiKeys(), ({ id }) => api.deleteApiKey({ id })),
      // All but the one that this is done with.
      api.endSessions({ id: own }),
      api
        .listTaskTypes()
        .then((types) =>
          Promise.all(types.map(({ type, paused_at }) => paused_at && api.resumeTaskType({ type }))),
        ),
      api.putPreferences({ body: {} }),
      api.updateOwnAccount({ fullname: this.#name }),
    ]);
  }
}

export const sharedServer = new SharedServer();
