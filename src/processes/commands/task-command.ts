import { TASK_STATUSES } from '../../data/contracts/tasks.ts';
import { type ActionContext, checkWords, limitOf, nounCommand } from './noun-command.ts';
import { type Data, rowsOf } from './operator-api.ts';

const path = (id: string) => `/tasks/${encodeURIComponent(id)}`;

/** Repeats the action for each named task in order; the first failure ends the command. */
const forEach =
  (method: 'POST' | 'DELETE', suffix: string, what: string) =>
  async ({ api, names, done }: ActionContext): Promise<void> => {
    for (const id of names) {
      const task = await api.call(method, `${path(id)}${suffix}`);
      done(`Task ${id} ${what}.`, task ?? { id });
    }
  };

export const task = nounCommand('task', {
  usage: [
    'list [--status S] [--type T] [--owner ID] [--query WORDS] [--limit N]',
    'show ID',
    'cancel ID...',
    'retry ID...',
    'delete ID...',
  ],
  about: 'Lists tasks, shows one, or cancels, retries or deletes tasks.',
  options: ['status', 'type', 'owner', 'query', 'limit'],
  needs: { show: 1, cancel: 1, retry: 1, delete: 1 },
  actions: {
    async list({ api, options, list }) {
      checkWords(options, 'status', TASK_STATUSES);
      const { status, type, owner: owner_id, query: q } = options;
      const rows = await rowsOf(api, '/tasks', { status, type, owner_id, q }, limitOf(options));
      list(rows, {
        id: (one) => one.id,
        type: (one) => one.type,
        status: (one) => one.status,
        progress: (one) => `${one.progress} %`,
        items: (one) => `${one.completed_items}/${one.total_items}`,
        failed: (one) => one.failed_items,
        owner: (one) => one.owner?.email,
        created: (one) => one.created_at,
        name: (one) => one.name,
      });
    },
    async show({ api, names: [id = ''], done }) {
      const found = await api.call('GET', path(id));
      done(
        Object.entries(found)
          .map(([name, value]) => `${name.padEnd(18)} ${shownField(value)}`)
          .join('\n'),
        found,
      );
    },
    cancel: forEach('POST', '/cancel', 'is being cancelled'),
    retry: forEach('POST', '/retry', 'runs again'),
    delete: forEach('DELETE', '', 'was deleted'),
  },
});

const shownField = (value: Data): string =>
  value === null
    ? '-'
    : typeof value === 'object'
      ? JSON.stringify(value)
      : JSON.stringify(value).replace(/^"|"$/g, '');
