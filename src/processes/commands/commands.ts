/** The commands of the command line, in the order in which `help` lists them; each has a file of its own. */
import { version as packageVersion } from '../../runtime/version.ts';
import { audit } from './audit-command.ts';
import { type Command, say } from './command.ts';
import { doctor } from './doctor-command.ts';
import { initDb } from './init-db-command.ts';
import { key } from './key-command.ts';
import { openapi } from './openapi-command.ts';
import { schedule } from './schedule-command.ts';
import { scheduler, start, web } from './server-commands.ts';
import { session } from './session-command.ts';
import { task } from './task-command.ts';
import { type } from './type-command.ts';
import { user } from './user-command.ts';
import { worker } from './worker-command.ts';

const version: Command = {
  usage: 'version',
  about: 'Prints the version.',
  async run() {
    say(packageVersion);
    return 0;
  },
};

const help: Command = {
  usage: 'help',
  about: 'Prints this list.',
  async run() {
    const rows = Object.values(commands).map(({ usage, about }) => `  ${usage}\n      ${about}`);
    say(
      `backend2 COMMAND\n\n${rows.join('\n')}\n\nSettings are read from the environment and from .env; see docs/configuration.md.\n` +
        'session, key, task, type, schedule, audit, worker list and worker drain work over HTTP if BACKEND2_URL is set, with BACKEND2_KEY, or with ' +
        'BACKEND2_EMAIL and BACKEND2_PASSWORD; key, session end and audit need the latter. Without BACKEND2_URL, they work directly on the data ' +
        'that the settings name.',
    );
    return 0;
  },
};

export const commands: Record<string, Command> = {
  start,
  web,
  worker,
  scheduler,
  'init-db': initDb,
  user,
  session,
  key,
  task,
  type,
  schedule,
  audit,
  openapi,
  doctor,
  version,
  help,
};
