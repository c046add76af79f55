import { TASK_STATUSES } from '../../data/contracts/tasks.ts';
import { StartError } from '../needs-servers.ts';
import { type ActionContext, checkWords, limitOf, nounCommand, shown } from './noun-command.ts';
import { type Data, found, idPart, rowsOf } from './operator-api.ts';

const path = (id: string) => `/tasks/${idPart(id, { a: 'a task', command: 'task list' })}`;

const missing = (id: string) =>
  `there is no task with the id ${id}, or you may not see it; "task list" shows the ids`;

/** Performs the action on each named task in order, even if one is refused; the refusals are reported together at the end. */
const forEach =
  (method: 'POST' | 'DELETE', suffix: string, what: string) =>
  async ({ api, names, done }: ActionContext): Promise<void> => {
    // All ids are checked first, so that nothing is done if one of them is mistyped.
    const paths = names.map(path);
    const refused: string[] = [];
    for (const [at, id] of names.entries()) {
      try {
        const task = await found(api.call(method, `${paths[at]}${suffix}`), missing(id));
        done(`Task ${id} ${what}.`, task ?? { id });
      } catch (error) {
        if (names.length === 1) throw error;
        const { message } = error as Error;
        refused.push(message.includes(id) ? message : `task ${id}: ${message}`);
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
      const task = await found(api.call('GET', path(id)), missing(id));
      done(
        Object.entries(task)
          .map(([name, value]) => `${name.padEnd(18)} ${shownField(name, value)}`)
          .join('\n'),
        task,
      );
    },
    cancel: forEach('POST', '/cancel', 'is being cancelled'),
    retry: forEach('POST', '/retry', 'runs again'),
    delete: forEach('DELETE', '', 'was deleted'),
  },
});

/** Prints params and results as JSON, and shortens other objects. */
function shownField(name: string, value: Data): string {
  if (value === null) return '-';
  if (name === 'owner') return shown(value.fullname ? `${value.email} (${value.fullname})` : value.email);
  if (name === 'error') return shown(`${value.type}: ${value.message}`);
  return typeof value === 'object' ? JSON.stringify(value) : shown(value);
}
