import { createRequire } from 'node:module';
import { type DestinationStream, type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino';
import type Pretty from 'pino-pretty';
import { Unavailable } from '../data/contracts/index.ts';

export type ProcessLog = Logger;

/** JSON lines on standard output; on a terminal, lines for people. */
export function processLog(level: string, role: string): ProcessLog {
  const options = {
    level,
    base: { role, pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    serializers: { err: errorOf },
  };
  if (!process.stdout.isTTY) return pino(options, new LinesOfATurn());
  // Its 29 modules are for people alone.
  const pretty: typeof Pretty = createRequire(import.meta.url)('pino-pretty');
  const people = pretty({
    ignore: 'pid,role,hostname',
    translateTime: 'HH:MM:ss',
    singleLine: true,
    sync: true,
  });
  return pino(options, people);
}

/** Writes the lines of one turn of the event loop in one call of the system, which costs more than the lines do. */
class LinesOfATurn implements DestinationStream {
  readonly #output = pino.destination({ dest: 1, sync: true });
  readonly #flush = () => this.flushSync();
  #lines = '';
  #has_written = false;

  write(line: string): void {
    if (!this.#has_written) process.on('exit', this.#flush);
    this.#has_written = true;
    if (this.#lines === '') setImmediate(this.#flush);
    this.#lines += line;
  }

  /** Pino calls it after a fatal error. */
  flushSync(): void {
    const lines = this.#lines;
    this.#lines = '';
    if (lines !== '') this.#output.write(lines);
  }
}

/** An unreachable server is not a bug, so the stack is left out. */
function errorOf(error: Error): object {
  if (!(error instanceof Unavailable)) return stdSerializers.err(error);
  const { cause } = error;
  return {
    type: error.name,
    message: error.message,
    ...(cause instanceof Error && { cause: cause.message }),
  };
}
