import { ROLES, type Role } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import { isNameText } from '../../runtime/text.ts';
import type { Users } from '../../services/accounts/users.ts';
import { systemActor } from '../../services/actor.ts';
import { StartError } from '../needs-servers.ts';
import { type Command, say } from './command.ts';
import { readPassword } from './read-password.ts';
import { UsageError } from './usage-error.ts';

const LONGEST_FULLNAME = 200;

export const user: Command = {
  usage: 'user create EMAIL [--role ROLE]... [--fullname NAME] | user reset-password EMAIL',
  about:
    'Creates an account, or sets a new password for one. The password is read from the terminal or from standard input.',
  options: { role: { type: 'string', multiple: true }, fullname: { type: 'string' } },
  async run({ role, ...given }, [action, email = '']) {
    if (process.env.BACKEND2_URL)
      throw new StartError(
        'this command works on the data itself, never over HTTP; unset BACKEND2_URL, and set DATA_DIR (or MONGODB_URL and REDIS_URL) to the data you mean',
      );
    const fullname = fullnameOf((given.fullname as string | undefined) ?? '');
    const roles = rolesOf((role as string[] | undefined) ?? ['user']);
    // Before a database is created: a mistyped DATA_DIR is more often noticed than removed.
    if (action === 'create') await checkEmail(email);
    const { withAccounts } = await import('./command-accounts.ts');
    return withAccounts(
      async ({ users }) => {
        const password = await readPassword();
        if (action === 'reset-password') return resetPassword(users, email, password);
        const account = { email, password, fullname, roles };
        const created = await users.create(systemActor, account);
        say(`Account ${created.email} was created (${created.roles.join(', ')}).`);
      },
      { creates: action === 'create' },
    );
  },
};

/** The same rule as in the API, which this command does not use. */
function fullnameOf(given: string): string {
  if (given.length <= LONGEST_FULLNAME && isNameText(given)) return given;
  throw new UsageError(
    `--fullname takes one line of visible text without control characters, at most ${LONGEST_FULLNAME} characters long`,
  );
}

async function checkEmail(email: string): Promise<void> {
  const { emailFaults } = await import('../../services/accounts/email.ts');
  const [fault] = emailFaults(email);
  if (fault) throw new UsageError(`"${email}" ${fault.message}`);
}

function rolesOf(given: string[]): Role[] {
  const unknown = given.find((one) => !ROLES.includes(one as Role));
  if (unknown) throw new UsageError(`there is no role "${unknown}"; roles are ${ROLES.join(', ')}`);
  return given as Role[];
}

async function resetPassword(users: Users, email: string, password: string): Promise<void> {
  try {
    await users.resetPassword(systemActor, email, password);
  } catch (error) {
    if (!(error instanceof Fault) || error.type !== 'not_found') throw error;
    throw new StartError(`there is no account with the e-mail ${email}; "user create ${email}" creates one`);
  }
  say(`The password of ${email} was changed, and its sessions were ended.`);
}
