/** `doctor`: checks settings and servers and prints one line for each result. Changes nothing. */
import { passwordMatches } from '../../services/accounts/password-hashes.ts';
import { type Settings, SettingsError, settingSpecs } from '../../settings.ts';
import { databaseEngines, databaseUrl, engineOf } from '../engines.ts';
import type { readEnvironment } from '../environment.ts';
import { fewOpenFiles } from '../few-open-files.ts';
import { misspelledSettings } from '../misspelled-settings.ts';
import { isEmbedded } from '../open-data.ts';
import { settingsOf } from '../settings-of.ts';
import type { Kept } from './doctor-embedded.ts';
import { type Finding, lineOf, ok, problem, warning } from './doctor-findings.ts';
import { checkPort } from './doctor-port.ts';
import { checkTaskTypes } from './doctor-task-types.ts';

const OLDEST_NODE = 24;

type Known = Exclude<Kept, string>;

/** `read` throws `SettingsError`. Prints its findings line by line; resolves with the exit code: 0 without problems, otherwise 1. */
export async function runDoctor(
  read: () => ReturnType<typeof readEnvironment>,
  say: (line: string) => void,
): Promise<number> {
  const count = { ok: 0, warning: 0, problem: 0 };
  const note = (finding: Finding) => {
    count[finding.level] += 1;
    say(lineOf(finding));
  };
  note(checkNode());
  const settings = checkSettings(read, note);
  if (settings) {
    note(checkOpenFiles(settings));
    await checkRest(settings, note);
  }
  const plural = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
  say(`${plural(count.problem, 'problem')}, ${plural(count.warning, 'warning')}.`);
  return count.problem === 0 ? 0 : 1;
}

function checkNode(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  return major >= OLDEST_NODE
    ? ok(`Node.js ${process.versions.node}`)
    : problem(
        `Node.js ${process.versions.node} is too old`,
        'start with npm, which uses its own Node.js, or install Node.js 26',
      );
}

/** As far as the server is started as doctor is: a service manager may set another limit. */
function checkOpenFiles(settings: Settings): Finding {
  const few = fewOpenFiles(settings);
  if (few) return (few.too_few ? problem : warning)(few.text, few.todo);
  return ok('enough files and connections may be open');
}

function checkSettings(
  read: () => ReturnType<typeof readEnvironment>,
  note: (finding: Finding) => void,
): Settings | null {
  try {
    const { environment, dot_env_names } = read();
    for (const text of misspelledSettings(dot_env_names)) {
      const [what = '', todo = ''] = text.split('; ');
      note(warning(what, todo));
    }
    const settings = settingsOf(environment);
    note(ok('every setting is valid'));
    return settings;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    for (const fault of error.message.split('\n')) note(problem(fault, 'see docs/configuration.md'));
    return null;
  }
}

async function checkRest(settings: Settings, note: (finding: Finding) => void): Promise<void> {
  const emails = [...new Set([settings.ADMIN_EMAIL, String(settingSpecs.ADMIN_EMAIL.fallback)])];
  const url = databaseUrl(settings);
  // A process of its own, which starts while the servers are asked.
  const task_types = checkTaskTypes(settings);
  const inspect = () => engineOf(databaseEngines, url).inspect(url, settings.DB_NAME, emails, note);
  let kept: Kept;
  if (isEmbedded(settings)) {
    note(ok('mode: embedded, everything in one process'));
    kept = await inspect();
  } else {
    note(ok(`mode: scaled out on MongoDB and Redis with DB_NAME ${settings.DB_NAME}`));
    kept = await inspect();
    const { checkRedis } = await import('./doctor-servers.ts');
    const id = typeof kept === 'string' ? undefined : (kept.installation_id ?? null);
    await checkRedis(settings.REDIS_URL as string, settings.DB_NAME, id, note);
  }
  // No two servers can run on one data folder; of a fleet, only some processes listen, perhaps not here.
  const is_running = isEmbedded(settings) ? typeof kept !== 'string' && kept.in_use === true : null;
  note(await checkPort(settings, is_running));
  for (const finding of await task_types) note(finding);
  if (kept === 'older') {
    note(ok('the stored secret and the administrator’s password can be checked after the upgrade'));
    return;
  }
  if (kept === 'unknown') {
    const text = 'the stored secret and the administrator’s password could not be checked';
    note(warning(text, 'solve the problem with the database, then run doctor again'));
    return;
  }
  note(checkSecret(settings, kept));
  note(await checkAdminPassword(settings, kept));
}

function checkSecret({ SECRET_KEY }: Settings, kept: Known): Finding {
  if (SECRET_KEY) return ok('SECRET_KEY is set');
  return ok(
    kept.has_secret
      ? 'SECRET_KEY is not set; the secret stored in the database is used'
      : 'SECRET_KEY is not set; the first start creates a secret and stores it in the database',
  );
}

/** Also before the first start, which would create the account with the well-known password. */
async function checkAdminPassword({ ADMIN_PASSWORD }: Settings, kept: Known): Promise<Finding> {
  const known = String(settingSpecs.ADMIN_PASSWORD.fallback);
  const hashes = kept.hashed_passwords;
  const matches = await Promise.all(hashes.map((hashed) => passwordMatches(hashed, known)));
  if (matches.includes(true)) {
    return warning('the administrator still has the default password', 'sign in and change it');
  }
  if (hashes.length === 0 && ADMIN_PASSWORD === known) {
    return warning(
      'ADMIN_PASSWORD is the default password',
      'set your own before the first start, or change the password afterwards',
    );
  }
  return ok('the default administrator password is not in use');
}
