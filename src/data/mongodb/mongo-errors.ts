import {
  MongoBulkWriteError,
  MongoClientClosedError,
  MongoError,
  MongoErrorLabel,
  MongoInvalidArgumentError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoServerClosedError,
  MongoServerError,
  MongoServerSelectionError,
  MongoSystemError,
  MongoTopologyClosedError,
} from 'mongodb';
import { certificateFault } from '../../runtime/net/certificate-faults.ts';
import { isSocketError } from '../../runtime/net/socket-errors.ts';
import { NotAllowed, Unavailable } from '../contracts/index.ts';

export const DUPLICATE_KEY = 11_000;

/**
 * Server errors that say "not now": no primary, stepping down, shutting down, too slow, a write not yet with the majority, a cursor that
 * was lost with the server that had it.
 */
const NOT_NOW = new Set([
  6, 7, 43, 50, 64, 89, 91, 100, 112, 133, 175, 189, 237, 262, 9001, 10_058, 10_107, 11_600, 11_602, 13_388,
  13_435, 13_436,
]);

/** Errors whose classes the driver does not export: no connection became free in time; the server left the replica set. */
const NOT_EXPORTED = new Set(['MongoWaitQueueTimeoutError', 'MongoPoolClosedError']);

/** Unauthorized; the code of Atlas; a server that requires a sign-in before the command. */
const NOT_ALLOWED = new Set([13, 8000]);

const WRONG_PASSWORD = 18;

/** Why waiting does not help, in one line that follows "MongoDB"; null for any other error. For starts and for the doctor. */
export function refusalText(error: unknown, given_name?: string): string | null {
  if (error instanceof MongoServerSelectionError) return refusalOfServers(error);
  if (!(error instanceof MongoServerError)) return null;
  if (error.code === WRONG_PASSWORD)
    return 'refuses the user or password of MONGODB_URL; correct them, or name the database of the user as authSource';
  if (!NOT_ALLOWED.has(Number(error.code))) return null;
  const [, command = '', collection = ''] =
    /execute command \{ (\w+):(?: "([^"]*)")?/.exec(error.message) ??
    /[Cc]ommand (\w+) requires authentication/.exec(error.message) ??
    [];
  const what = command ? ` (${command}${collection && ` in ${collection}`})` : '';
  const db_name = given_name ?? /not authorized on (\S+) to/.exec(error.message)?.[1] ?? 'of DB_NAME';
  return /requires authentication/.test(error.message)
    ? `wants a sign-in${what}; put a user and its password into MONGODB_URL`
    : `does not allow its user to use the database ${db_name}${what}; give the user the role readWrite on ${db_name}`;
}

const CERTIFICATES = {
  setting: 'MONGODB_URL',
  untrusted: 'name its authority in the variable NODE_EXTRA_CA_CERTS, or as tlsCAFile in MONGODB_URL',
  wanted: 'name one as tlsCertificateKeyFile in MONGODB_URL',
};

/** What the driver tells of the servers among which it found none. */
function refusalOfServers({ reason }: MongoServerSelectionError): string | null {
  for (const { error } of reason?.servers.values() ?? []) {
    const { code = '' } = (error?.cause ?? {}) as { code?: string };
    const certificate = certificateFault(String(code), CERTIFICATES);
    if (certificate) return certificate;
  }
  return null;
}

export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === DUPLICATE_KEY;

/** A bulk write wraps the driver's error in one that does not show its kind. */
export const unwrapped = (error: unknown): unknown =>
  error instanceof MongoBulkWriteError && error.errorResponse instanceof Error ? error.errorResponse : error;

/** Thrown before anything was sent: a document that is too large or cannot be encoded. */
export const isRefusedByDriver = (error: unknown): boolean =>
  error instanceof MongoInvalidArgumentError || !(error instanceof MongoError || isOutage(error));

/** An error of the caller's own stream, with the error as its cause. Whatever it looks like, it is not one of MongoDB. */
export class OfCaller extends Error {}

/**
 * Turns an error of the driver into `Unavailable` if MongoDB cannot be reached, cannot write now or has taken our rights away; other errors
 * are unchanged. Such a write may have been applied nevertheless: callers that repeat it rely on the compare-and-set of the contract.
 */
export function asUnavailable(error: unknown): unknown {
  if (error instanceof OfCaller) return error.cause;
  const refusal = refusalText(unwrapped(error));
  // Without the driver's error: it quotes the whole command, with the documents that were to be written.
  if (refusal) return new NotAllowed(`MongoDB ${refusal}`);
  return isOutage(unwrapped(error)) ? new Unavailable('MongoDB', { cause: error }) : error;
}

function isOutage(error: unknown): boolean {
  // Version 7.9 of the driver lets errors of the socket through if they come while a command waits to be written to it.
  if (!(error instanceof MongoError)) return isSocketError(error);
  if (
    error instanceof MongoNetworkError ||
    // No server was selected in time.
    error instanceof MongoSystemError ||
    error instanceof MongoNotConnectedError ||
    error instanceof MongoTopologyClosedError ||
    error instanceof MongoClientClosedError ||
    error instanceof MongoServerClosedError ||
    NOT_EXPORTED.has(error.name)
  ) {
    return true;
  }
  if (error instanceof MongoServerError && typeof error.code === 'number' && NOT_NOW.has(error.code))
    return true;
  if (error instanceof MongoBulkWriteError && error.result.getWriteConcernError() !== undefined) return true;
  return error.hasErrorLabel(MongoErrorLabel.RetryableWriteError) || isSocketError(error.cause);
}

/** The same object, but its methods report outages as `Unavailable`. */
export function throwingUnavailable<T extends object>(store: T): T {
  // Its public fields stay as they are.
  const wrapped: Record<PropertyKey, unknown> = Object.fromEntries(Object.entries(store));
  for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(store))) {
    const method: unknown = Reflect.get(store, name);
    if (name === 'constructor' || typeof method !== 'function') continue;
    wrapped[name] = async (...args: unknown[]) => {
      try {
        return await Reflect.apply(method, store, args);
      } catch (error) {
        throw asUnavailable(error);
      }
    };
  }
  return wrapped as T;
}
