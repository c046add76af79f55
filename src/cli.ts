#!/usr/bin/env node
/** The command line. Every command is one entry of the table; `help` prints it. */
import { parseArgs } from 'node:util';
import { commands } from './processes/commands.ts';
import { UsageError } from './processes/usage-error.ts';

const EXPECTED_ERRORS = [
  'SettingsError',
  'StartError',
  'TaskTypeError',
  'UsageError',
  'DataFolderError',
  'Unavailable',
  'Fault',
];

async function main(argv: string[]): Promise<number> {
  const [name = 'help', ...rest] = argv;
  const command = commands[name];
  if (!command) throw new UsageError(`there is no command "${name}"; "help" lists them`);
  const { values, positionals } = parse(rest, command.options ?? {});
  return command.run(values, positionals);
}

function parse(args: string[], options: NonNullable<(typeof commands)[string]['options']>) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const expected = error instanceof Error && EXPECTED_ERRORS.includes(error.name);
  process.stderr.write(`${expected ? `backend2: ${error.message}` : (error as Error).stack}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
