import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SHORT_LIVED } from './node-flags.ts';

const CLI = fileURLToPath(new URL('../../bin/backend2.js', import.meta.url));

/**
 * The program and its arguments for this command line. It has the flags of all servers of the tests: V8 rejects what a process with
 * other flags has compiled, and each would overwrite the compiled modules of the other.
 */
export const commandLine = (...args: string[]): [string, ...string[]] => [
  process.execPath,
  ...SHORT_LIVED,
  CLI,
  ...args,
];

/** Runs a command to its end, in `cwd` and with nothing but `env` in its environment. `input` is its standard input. */
export function runCommand(
  args: string[],
  options: { cwd: string; env?: Record<string, string>; input?: string },
) {
  const [program, ...rest] = commandLine(...args);
  const { status, stdout, stderr } = spawnSync(program, rest, {
    cwd: options.cwd,
    env: { PATH: process.env.PATH, PORT: '0', ...options.env },
    input: options.input ?? '',
    timeout: 60_000,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}
