import { type Logger, pino, stdTimeFunctions } from 'pino';
import pretty from 'pino-pretty';

export type ProcessLog = Logger;

/** JSON lines on standard output; on a terminal, lines for people. */
export function createProcessLog(level: string, role: string): ProcessLog {
  const options = { level, base: { role, pid: process.pid }, timestamp: stdTimeFunctions.isoTime };
  if (!process.stdout.isTTY) return pino(options);
  const people = pretty({
    ignore: 'pid,role,hostname',
    translateTime: 'HH:MM:ss',
    singleLine: true,
    sync: true,
  });
  return pino(options, people);
}
