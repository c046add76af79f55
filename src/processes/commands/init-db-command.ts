import { systemActor } from '../../services/actor.ts';
import { type Command, say } from './command.ts';

export const initDb: Command = {
  usage: 'init-db',
  about: 'Prepares the database and creates the first administrator.',
  async run() {
    const { withAccounts } = await import('./command-accounts.ts');
    return withAccounts(
      async ({ users, settings }) => {
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
      },
      { creates: true },
    );
  },
};
