import { availableParallelism } from 'node:os';
import type { Counters, Database, VersionCache } from '../../data/contracts/index.ts';
import { type AccessCheck, createAccessCheck } from './access-check.ts';
import { type AuthService, createAuthService } from './auth-service.ts';
import { createHashTurns, hashesAtOnce } from './hash-turns.ts';
import { createLoginLimits } from './login-limits.ts';
import { createRefreshTokens } from './refresh-token.ts';
import { createUserService, type UserService } from './user-service.ts';

export interface Accounts {
  auth: AuthService;
  users: UserService;
  access: AccessCheck;
}

export interface AccountsParts {
  database: Database;
  versions: VersionCache;
  counters: Counters;
  secret: string;
  /** Days a session lasts without a refresh. */
  session_days: number;
  /** False = failed sign-ins are not counted. */
  limits_enabled: boolean;
  /** False = users are read from the database for every request. */
  cache_enabled: boolean;
  splitWords(text: string): string[];
  cancelTasksOf(user_id: string): Promise<void>;
  /** Threads of libuv's pool (UV_THREADPOOL_SIZE). Default 4. */
  pool_threads?: number;
}

/** Everything about accounts over one database, sharing one line before the hashing. */
export function createAccounts(parts: AccountsParts): Accounts {
  const { database, versions } = parts;
  const hashTurns = createHashTurns({
    at_once: hashesAtOnce(availableParallelism(), parts.pool_threads ?? 4),
  });
  const access = createAccessCheck({ database, versions, keep: parts.cache_enabled ? 10_000 : 0 });
  // A command line may have changed an account in the same database.
  database.onExternalWrite?.(() => void access.forget());
  return {
    access,
    auth: createAuthService({
      database,
      versions,
      hashTurns,
      limits: createLoginLimits(parts.limits_enabled ? parts.counters : null),
      refreshTokens: createRefreshTokens(parts.secret),
      session_days: parts.session_days,
    }),
    users: createUserService({
      database,
      versions,
      hashTurns,
      splitWords: parts.splitWords,
      cancelTasksOf: parts.cancelTasksOf,
    }),
  };
}
