import { type Settings, settingSpecs } from '../settings.ts';

/** Prints the addresses on a terminal. The first sign-in is shown only at the start that created the account. */
export function printWelcome(url: string, settings: Settings, admin_created: boolean): void {
  const lines = [
    '',
    '  Backend2 is ready.',
    '',
    `  Console   ${url}/`,
    `  API       ${url}/api/v1`,
    `  Docs      ${url}/docs`,
    `  Health    ${url}/health`,
    `  Process   ${process.pid}`,
  ];
  if (admin_created) {
    const shown = settings.NODE_ENV === 'production' ? '(the password you set)' : settings.ADMIN_PASSWORD;
    lines.push(
      '',
      `  Sign in   ${settings.ADMIN_EMAIL} / ${shown}   – change this password after the first sign-in`,
    );
  }
  lines.push('', '  Ctrl+C stops.', '');
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** The message for the log of a first start without a terminal. It does not contain the password. */
export function firstAccountSaid({ ADMIN_PASSWORD }: Pick<Settings, 'ADMIN_PASSWORD'>): string {
  const password =
    ADMIN_PASSWORD === settingSpecs.ADMIN_PASSWORD.fallback
      ? 'the default password, which README.md names'
      : 'the password from ADMIN_PASSWORD';
  return `the first administrator account was created with ${password}: sign in and change it`;
}
