/** What a part of the program writes to the log: fields first, then one sentence, as pino takes them. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Writes nothing. For commands and tests that want no log. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
