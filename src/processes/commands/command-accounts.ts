import type { Users } from '../../services/accounts/users.ts';
import type { Settings } from '../../settings.ts';
import { environmentWithDotEnv } from '../environment.ts';
import { openData } from '../open-data.ts';
import { settingsOf } from '../settings-of.ts';
import { wire } from '../wiring.ts';
import { commandLog } from './command-log.ts';
import { refuseMissing } from './existing-data.ts';

/**
 * Opens the database beside a server that may be running, does one thing with the accounts, and closes it. With `creates` a missing
 * database is created first.
 */
export async function withAccounts(
  work: (parts: { users: Users; settings: Settings }) => Promise<void>,
  { creates }: { creates: boolean },
): Promise<number> {
  const settings = settingsOf(environmentWithDotEnv());
  if (!creates) refuseMissing(settings);
  const log = commandLog();
  const data = await openData(settings, log, false);
  try {
    const wired = await wire(settings, data, log);
    await work({ users: wired.services.users, settings });
    await wired.close();
  } finally {
    await data.close();
  }
  return 0;
}
