import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { waitFor } from './wait-for.ts';

/** Sends SIGSTOP and waits until each thread has stopped: on a busy machine one may still answer a while. */
export async function pauseProcess(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  const threads = `/proc/${pid}/task`;
  if (!existsSync(threads)) return;
  await waitFor(() => readdirSync(threads).every((id) => stateOf(`${threads}/${id}/stat`) === 'T'), {
    what: `process ${pid} to stop`,
  });
}

/** The letter after the program's name, which stands in parentheses and may hold any character. */
const stateOf = (file: string) => /\) (\w)[^)]*$/.exec(readFileSync(file, 'utf8'))?.[1];
