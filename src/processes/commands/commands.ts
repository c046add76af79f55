/** The commands of the command line, one entry each. */
import type { ParseArgsOptionsConfig } from 'node:util';
import { ROLES, type Role } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import { version } from '../../runtime/version.ts';
import { systemActor } from '../../services/actor.ts';
import { environmentWithDotEnv } from '../environment.ts';
import { StartError } from '../needs-servers.ts';
import { readPassword } from './read-password.ts';
import { UsageError } from './usage-error.ts';

export interface Command {
  usage: string;
  about: string;
  options?: ParseArgsOptionsConfig;
  /** Resolves with the exit code. */
  run(options: Record<string, unknown>, positionals: string[]): Promise<number>;
}

// Each command loads what it needs when it runs: a web process has no use for a fleet, `help` for nothing at all.
const serve = async (...args: Parameters<typeof import('../serve.ts').serve>) =>
  (await import('../serve.ts')).serve(...args);
const withAccounts = async (...args: Parameters<typeof import('./command-accounts.ts').withAccounts>) =>
  (await import('./command-accounts.ts')).withAccounts(...args);

const say = (text: string) => void process.stdout.write(`${text}\n`);

const wholeNumber = (value: unknown, name: string, max: number): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > max)
    throw new UsageError(`--${name} takes a whole number from 1 to ${max}`);
  return number;
};

export const commands: Record<string, Command> = {
  start: {
    usage: 'start',
    about: 'Everything in one process: web, worker and scheduler.',
    run: () => serve('start', ['scheduler', 'worker', 'web']),
  },
  web: {
    usage: 'web',
    about: 'The HTTP API. Needs MONGODB_URL and REDIS_URL, as do worker and scheduler.',
    run: () => serve('web', ['web']),
  },
  worker: {
    usage: 'worker [--processes N] [--concurrency M]',
    about: 'Executes items: N processes (1), M items at once in each (WORKER_CONCURRENCY).',
    options: { processes: { type: 'string', short: 'p' }, concurrency: { type: 'string', short: 'c' } },
    async run({ processes, concurrency }) {
      const count = processes === undefined ? 1 : wholeNumber(processes, 'processes', 256);
      const places =
        concurrency === undefined ? undefined : String(wholeNumber(concurrency, 'concurrency', 1_000));
      if (count === 1) return serve('worker', ['worker'], places ? { WORKER_CONCURRENCY: places } : {});
      const { serveFleet } = await import('./worker-fleet.ts');
      return serveFleet(count, places ? ['--concurrency', places] : []);
    },
  },
  scheduler: {
    usage: 'scheduler',
    about: 'Fires schedules, rescues the items of dead workers, removes what is old. Any number may run.',
    run: () => serve('scheduler', ['scheduler']),
  },
  'init-db': {
    usage: 'init-db',
    about: 'Prepares the database and creates the first administrator.',
    run: () =>
      withAccounts(async ({ users, settings }) => {
        const created = await users.ensureAdmin(systemActor, {
          email: settings.ADMIN_EMAIL,
          password: settings.ADMIN_PASSWORD,
          fullname: settings.ADMIN_FULLNAME,
        });
        say(
          created
            ? `The database is ready. Administrator ${settings.ADMIN_EMAIL} was created: change its password.`
            : 'The database is ready.',
        );
      }),
  },
  user: {
    usage: 'user create EMAIL [--role ROLE]... [--fullname NAME] | user reset-password EMAIL',
    about:
      'Makes an account, or gives one a new password. The password is read from the terminal or standard input.',
    options: { role: { type: 'string', multiple: true }, fullname: { type: 'string' } },
    run: ({ role, fullname }, [action, email]) => {
      if ((action !== 'create' && action !== 'reset-password') || !email)
        throw new UsageError(`usage: ${commands.user?.usage}`);
      const roles = (role as string[] | undefined) ?? ['user'];
      const unknown = roles.find((one) => !ROLES.includes(one as Role));
      if (unknown) throw new UsageError(`there is no role "${unknown}"; roles are ${ROLES.join(', ')}`);
      return withAccounts(async ({ users }) => {
        const password = await readPassword();
        if (action === 'create') {
          const user = await users.create(systemActor, {
            email,
            password,
            fullname: (fullname as string) ?? '',
            roles: roles as Role[],
          });
          say(`Account ${user.email} was created (${user.roles.join(', ')}).`);
        } else {
          await users.resetPassword(systemActor, email, password).catch((error: unknown) => {
            if (!(error instanceof Fault) || error.type !== 'not_found') throw error;
            throw new StartError(
              `there is no account with the e-mail ${email}; "user create ${email}" makes one`,
            );
          });
          say(`The password of ${email} was changed; its sessions have ended.`);
        }
      });
    },
  },
  openapi: {
    usage: 'openapi',
    about: 'Prints the OpenAPI document.',
    async run() {
      const { openApiDocument } = await import('../../api/openapi/openapi-document.ts');
      say(JSON.stringify(await openApiDocument(), null, 2));
      return 0;
    },
  },
  doctor: {
    usage: 'doctor',
    about: 'Checks settings and servers, and says what is wrong.',
    async run() {
      const { runDoctor } = await import('../doctor/doctor.ts');
      return runDoctor(environmentWithDotEnv(), say);
    },
  },
  version: {
    usage: 'version',
    about: 'Prints the version.',
    async run() {
      say(version);
      return 0;
    },
  },
  help: {
    usage: 'help',
    about: 'Prints this list.',
    async run() {
      const rows = Object.values(commands).map(({ usage, about }) => `  ${usage}\n      ${about}`);
      say(
        `backend2 COMMAND\n\n${rows.join('\n')}\n\nSettings come from the environment and .env: see docs/configuration.md.`,
      );
      return 0;
    },
  },
};
