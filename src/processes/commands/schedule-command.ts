import { limitOf, nounCommand } from './noun-command.ts';
import { rowsOf } from './operator-api.ts';

export const schedule = nounCommand('schedule', {
  usage: ['list [--limit N]'],
  about: 'Lists schedules with their next and last runs.',
  options: ['limit'],
  actions: {
    async list({ api, options, list }) {
      list(await rowsOf(api, '/schedules', {}, limitOf(options)), {
        id: (one) => one.id,
        name: (one) => one.name,
        rule: (one) => `${one.cron} ${one.time_zone}`,
        active: (one) => (one.is_active ? 'yes' : 'no'),
        'next run': (one) => one.next_run_at,
        'last run': (one) => one.last_run?.at,
        error: (one) => one.last_run?.error?.message ?? one.last_run?.error,
        owner: (one) => one.owner?.email,
      });
    },
  },
});
