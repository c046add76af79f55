/** The interface of the log: fields first, then one sentence, as in pino. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Writes nothing. For commands and tests without a log. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
