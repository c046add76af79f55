import { TASK_STATUSES } from '../../data/contracts/tasks.ts';
import { StartError } from '../needs-servers.ts';
import { type ActionContext, checkWords, limitOf, nounCommand } from './noun-command.ts';
import { type Data, idPart, rowsOf } from './operator-api.ts';

const path = (id: string) => `/tasks/${idPart(id)}`;

/** Repeats the action for each named task in order, also after one is refused; the refusals are told together at the end. */
const forEach =
  (method: 'POST' | 'DELETE', suffix: string, what: string) =>
  async ({ api, names, done }: ActionContext): Promise<void> => {
    // All are looked at first: nothing is done where one of them is mistyped.
    const paths = names.map(path);
    const refused: string[] = [];
    for (const [at, id] of names.entries()) {
      try {
        const task = await api.call(method, `${paths[at]}${suffix}`);
        done(`Task ${id} ${what}.`, task ?? { id });
      } catch (error) {
        if (names.length === 1) throw error;
        refused.push(`task ${id}: ${(error as Error).message}`);
      }
    }
    if (refused.length > 0) throw new StartError(refused.join('\n'));
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
