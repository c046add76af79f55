import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a program and returns its trimmed output. If it fails, throws an error with its last output. */
export async function run(program: string, ...args: string[]): Promise<string> {
  try {
    const { stdout } = await execute(program, args, { maxBuffer: 2 ** 26 });
    return stdout.trim();
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    const wrote = `${stdout}\n${stderr}`.trim().split('\n').slice(-30).join('\n');
    throw new Error(`${program} ${args.slice(0, 2).join(' ')} … failed:\n${wrote}`);
  }
}

/** Like `run`, but returns null if the program fails, for programs that may fail. */
export async function tryRun(program: string, ...args: string[]): Promise<string | null> {
  try {
    return await run(program, ...args);
  } catch {
    // The caller handles the failure.
    return null;
  }
}

export const say = (line: string): void => console.log(line);

/** podman would ask for more open files than this machine may allow; a server needs many. */
export function limits(): string[] {
  const most = (letter: string, wanted: number) => {
    const hard = Number(execFileSync('bash', ['-c', `ulimit -H${letter}`]).toString());
    return Number.isNaN(hard) ? wanted : Math.min(hard, wanted);
  };
  const files = most('n', 65_536);
  const processes = most('u', 4_096);
  return ['--ulimit', `nofile=${files}:${files}`, '--ulimit', `nproc=${processes}:${processes}`];
}
