#!/usr/bin/env node
/** The command line. Its commands are one table: src/processes/commands/commands.ts. */
import { Fault } from './errors.ts';
import { readCommandLine } from './processes/commands/command-line.ts';
import { commands } from './processes/commands/commands.ts';
import { UsageError } from './processes/commands/usage-error.ts';
import { nearestTo } from './runtime/nearest.ts';
import { OperatorError } from './runtime/operator-error.ts';

/** Milliseconds for leftover work to end by itself after a command. */
const LEFTOVERS_MS = 500;

const flags: Record<string, string> = {
  '--help': 'help',
  '-h': 'help',
  '--version': 'version',
  '-v': 'version',
};

/** Runs one command line; resolves with the exit code: 0 success, 1 failure, 2 invalid command line. */
async function runCommand(argv: string[]): Promise<number> {
  const [given = 'help', ...rest] = argv;
  // `web --help` shows the list as well.
  const asksHelp = argv.some((one) => flags[one] === 'help');
  const name = asksHelp ? 'help' : (flags[given] ?? given);
  try {
    const command = commands[name];
    if (!command) throw new UsageError(unknownCommand(name));
    const { values, positionals } = readCommandLine(command, asksHelp ? [] : rest);
    return await command.run(values, positionals);
  } catch (error) {
    process.stderr.write(`${messageFor(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** One line for an error that the person at the command line can correct; the stack for any other. */
function messageFor(error: unknown): string {
  if (error instanceof Fault) {
    const details = error.details?.map(({ path, message }) => `\n  ${path} ${message}`) ?? [];
    return `backend2: ${error.message}${details.join('')}`;
  }
  if (error instanceof OperatorError) return `backend2: ${error.message}`;
  return error instanceof Error ? (error.stack ?? String(error)) : String(error);
}

function unknownCommand(name: string): string {
  const nearest = nearestTo(name, Object.keys(commands));
  const hint = nearest === null ? '' : `; did you mean "${nearest}"?`;
  return `there is no command "${name}"${hint}${hint ? ' ' : '; '}"help" lists them`;
}

// The reader of our output may have read enough (`doctor | head -1`).
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? 0);
  });
}

process.exitCode = await runCommand(process.argv.slice(2));
// What is left would keep the process alive: a failed start, an inline handler that ignores its signal, a timer in a module of a task type.
setInterval(() => {
  if (process.stdout.writableLength === 0) process.exit();
}, LEFTOVERS_MS).unref();
