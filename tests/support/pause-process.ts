import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { waitFor } from './wait-for.ts';

/** Sends SIGSTOP and waits until every thread has stopped: on a busy machine, a thread may go on for a while. */
export async function pauseProcess(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  const threads = `/proc/${pid}/task`;
  if (!existsSync(threads)) return;
  await waitFor(() => readdirSync(threads).every((id) => stateOf(`${threads}/${id}/stat`) === 'T'), {
    what: `process ${pid} to stop`,
  });
}

/** The letter after the program's name; the name is in parentheses and may contain any character. */
const stateOf = (file: string) => /\) (\w)[^)]*$/.exec(readFileSync(file, 'utf8'))?.[1];
