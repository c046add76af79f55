import { createRequire } from 'node:module';
import { type Logger, pino, stdSerializers } from 'pino';
import type Pretty from 'pino-pretty';
import { Unavailable } from '../data/contracts/index.ts';
import { isoTime } from '../runtime/iso-time.ts';
import { LinesOfATurn } from './lines-of-a-turn.ts';

export type ProcessLog = Logger;

/** JSON lines on standard output; on a terminal, lines for people. */
export function processLog(level: string, role: string): ProcessLog {
  const options = {
    level,
    base: { role, pid: process.pid },
    // Most lines are from a few milliseconds, and formatting a time costs as much as half a line.
    timestamp: () => `,"time":"${isoTime(Date.now())}"`,
    serializers: { err: errorOf },
  };
  if (!process.stdout.isTTY) return pino(options, new LinesOfATurn(1));
  // Loaded only for terminals, because it has 29 modules.
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
