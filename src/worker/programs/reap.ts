/**
 * If the thread that started a program has ended, nothing waits for the program: after its end, it would remain as a zombie until this
 * process ends. Node.js has no call for this except through `node:ffi` (from 26.1 on); without it, or on other systems than Linux, the
 * zombie remains.
 */
import { processStatus } from './process-table.ts';

const WNOHANG = 1;

type WaitPid = (pid: number) => number;

class Reaper {
  /** Not looked for before it is needed; null where there is none. */
  #waitPid: WaitPid | null | undefined;

  async reap(pids: Iterable<number>): Promise<void> {
    for (const pid of pids) {
      const status = await processStatus(pid);
      if (status?.state !== 'Z' || status.parent !== process.pid) continue;
      this.#waitPid ??= findWaitPid();
      this.#waitPid?.(pid);
    }
  }
}

const reaper = new Reaper();

/** Reaps those of these child processes that have ended. None of them may belong to a live thread. */
export const reap = (pids: Iterable<number>): Promise<void> => reaper.reap(pids);

function findWaitPid(): WaitPid | null {
  const ffi = quietly(() => process.getBuiltinModule('node:ffi'));
  if (!ffi || process.platform !== 'linux') return null;
  const { functions } = ffi.dlopen(null, {
    waitpid: { arguments: ['i32', 'pointer', 'i32'], return: 'i32' },
  });
  return (pid) => functions.waitpid(pid, 0n, WNOHANG);
}

/** Loads the module without its warning that it is experimental, about which operators can do nothing. */
function quietly<T>(work: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return work();
  } finally {
    process.emitWarning = emitWarning;
  }
}
