import { availableParallelism } from 'node:os';
import type { Counters, Database, EventBus, VersionCache } from '../../data/contracts/index.ts';
import type { Log } from '../../runtime/log.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { AccessCheck } from './access-check.ts';
import { AccessWatch } from './access-watch.ts';
import { AccountChanges } from './account-changes.ts';
import { ApiKeys } from './api-keys.ts';
import { DeviceMarks } from './device-marks.ts';
import { HashTurns, hashesAtOnce } from './hash-turns.ts';
import { KeyUses } from './key-uses.ts';
import { OwnAccount } from './own-account.ts';
import { PasswordLinks, type PasswordMail } from './password-links.ts';
import { Passwords } from './passwords.ts';
import { Preferences } from './preferences.ts';
import { RefreshTokens } from './refresh-tokens.ts';
import { SessionList } from './session-list.ts';
import { Sessions } from './sessions.ts';
import { SignIn } from './sign-in.ts';
import { SignInLimits } from './sign-in-limits.ts';
import { toldVersions } from './told-versions.ts';
import { Users } from './users.ts';

/** All services for accounts that the API and the command line use. */
export interface Accounts {
  access: AccessCheck;
  accessWatch: AccessWatch;
  signIn: SignIn;
  sessions: Sessions;
  ownAccount: OwnAccount;
  users: Users;
  apiKeys: ApiKeys;
  keyUses: KeyUses;
  sessionList: SessionList;
  passwordLinks: PasswordLinks;
  preferences: Preferences;
  signInLimits: SignInLimits;
  deviceMarks: DeviceMarks;
}

export interface AccountsParts {
  database: Database;
  versions: VersionCache;
  /** Tells every process of changed versions. */
  events: EventBus;
  counters: Counters;
  secret: string;
  /** After how many days a session ends without a refresh. */
  session_days: number;
  /** False = failed sign-ins are not counted. */
  limits_enabled: boolean;
  /** False = the user is read from the database for every request. */
  cache_enabled: boolean;
  audit: AuditLog;
  log: Pick<Log, 'warn'>;
  /** How many API keys one account may have. */
  max_api_keys: number;
  /** Sends password links by e-mail; null = no e-mail is sent. */
  mail: PasswordMail | null;
  cancelTasksOf(user_id: string): Promise<unknown>;
  /** Threads of libuv's pool (UV_THREADPOOL_SIZE). Default 4. */
  pool_threads?: number;
}

/** Connects the services over one database. They share one queue for password hashing. */
export function assembleAccounts(parts: AccountsParts): Accounts {
  const { database, events, session_days, cancelTasksOf, audit } = parts;
  const versions = toldVersions(parts.versions, events);
  const accessWatch = new AccessWatch(events);
  const turns = new HashTurns({ at_once: hashesAtOnce(availableParallelism(), parts.pool_threads ?? 4) });
  const limits = new SignInLimits(parts.limits_enabled ? parts.counters : null);
  const uses = new KeyUses(database.apiKeys, parts.log);
  const access = new AccessCheck({ database, versions, uses, keep: parts.cache_enabled ? 10_000 : 0 });
  // A command line may have changed an account in the same database.
  database.onExternalWrite?.(() => void access.forget().then(() => accessWatch.tellAll()));
  const refreshTokens = new RefreshTokens(parts.secret);
  const sessions = new Sessions({ database, versions, refreshTokens, session_days, audit });
  const changes = new AccountChanges({ database, versions, sessions, audit });
  const deviceMarks = new DeviceMarks(parts.secret);
  const passwords = new Passwords({ database, turns, limits });
  return {
    access,
    accessWatch,
    signIn: new SignIn({ database, versions, changes, sessions, turns, limits, deviceMarks, audit }),
    sessions,
    ownAccount: new OwnAccount({ database, changes, passwords, limits }),
    users: new Users({ database, versions, changes, sessions, passwords, audit, cancelTasksOf }),
    apiKeys: new ApiKeys({ database, versions, audit, most: parts.max_api_keys }),
    keyUses: uses,
    sessionList: new SessionList(database, { sessions, audit }),
    passwordLinks: new PasswordLinks({ database, changes, passwords, limits, audit, mail: parts.mail }),
    preferences: new Preferences(database),
    signInLimits: limits,
    deviceMarks,
  };
}
