import type { Command } from './command.ts';
import { checkTime, limitOf, nounCommand } from './noun-command.ts';
import { rowsOf } from './operator-api.ts';

const listed = nounCommand('audit', {
  usage: ['list [--action A] [--actor ID] [--target ID] [--outcome O] [--from TIME] [--to TIME] [--limit N]'],
  about:
    'Lists entries of the audit log, newest first. Over HTTP, this requires BACKEND2_EMAIL and BACKEND2_PASSWORD of an administrator.',
  options: ['action', 'actor', 'target', 'outcome', 'from', 'to', 'limit'],
  actions: {
    async list({ api, options, list }) {
      for (const name of ['from', 'to']) checkTime(options, name);
      const { action, actor: actor_id, target: target_id, outcome, from, to } = options;
      const query = { action, actor_id, target_id, outcome, from, to };
      list(await rowsOf(api, '/audit-log', query, limitOf(options)), {
        at: (one) => one.at,
        action: (one) => one.action,
        outcome: (one) => one.outcome,
        actor: (one) => one.actor?.email ?? one.actor?.kind,
        target: (one) => one.target && `${one.target.type} ${one.target.id}`,
        address: (one) => one.ip,
      });
    },
  },
});

/** `audit` means `audit list`, because there are no other actions. */
export const audit: Command = {
  ...listed,
  usage: listed.usage.replace('audit list', 'audit [list]'),
  run: (options, [action = 'list', ...names]) => listed.run(options, [action, ...names]),
};
