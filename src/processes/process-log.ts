import { createRequire } from 'node:module';
import { type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino';
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
  if (!process.stdout.isTTY) return pino(options);
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
