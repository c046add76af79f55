import type { Role } from '../run-roles.ts';
import type { Command } from './command.ts';

const serve = async (command: string, roles: Role[]) => (await import('../serve.ts')).serve(command, roles);

export const start: Command = {
  usage: 'start',
  about: 'Runs everything in one process: web, worker and scheduler.',
  run: () => serve('start', ['scheduler', 'worker', 'web']),
};

export const web: Command = {
  usage: 'web',
  about: 'Serves the HTTP API. Like worker and scheduler, it requires MONGODB_URL and REDIS_URL.',
  run: () => serve('web', ['web']),
};

export const scheduler: Command = {
  usage: 'scheduler',
  about:
    'Runs schedules, queues the items of dead workers again, and deletes old data. You can run several schedulers.',
  run: () => serve('scheduler', ['scheduler']),
};
