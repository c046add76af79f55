import type { ParseArgsOptionsConfig } from 'node:util';

/** One command of the command line; its file loads what it needs when it runs, so that `web` does not load `doctor`. */
export interface Command {
  usage: string;
  about: string;
  options?: ParseArgsOptionsConfig;
  /** Resolves with the exit code. */
  run(options: Record<string, unknown>, positionals: string[]): Promise<number>;
}

export const say = (text: string) => void process.stdout.write(`${text}\n`);
