import { emailFaults } from '../services/accounts/email.ts';
import { passwordFaults } from '../services/accounts/password-rules.ts';
import { readSettings, type Settings } from '../settings.ts';
import type { Environment } from './environment.ts';

/** The settings of every command and server, with the rules of accounts for the first administrator's. Throws `SettingsError`. */
export const settingsOf = (environment: Environment): Settings => readSettings(environment, accountFaults);

function accountFaults({ NODE_ENV, ADMIN_EMAIL: email, ADMIN_PASSWORD }: Settings): string[] {
  const faults = emailFaults(email).map(({ message }) => `ADMIN_EMAIL ${message}`);
  if (NODE_ENV !== 'production') return faults;
  const found = passwordFaults(ADMIN_PASSWORD, { field: 'ADMIN_PASSWORD', email });
  return [
    ...faults,
    ...found.map(({ path, message }) => `${path} ${message} (it is checked when NODE_ENV is production)`),
  ];
}
