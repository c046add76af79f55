/**
 * If the thread that started a program has ended, nothing waits for the program: after its end, it would remain as a zombie until this
 * process ends. Node.js has no call for this except through `node:ffi` (from 26.1 on); without it, or on other systems than Linux, the
 * zombie remains.
 */
import { processStatus } from './process-table.ts';

const WNOHANG = 1;

type WaitPid = (pid: number) => number;

let waitPid: WaitPid | null | undefined;

/** Reaps those of these child processes that have ended. None of them may belong to a live thread. */
export async function reap(pids: Iterable<number>): Promise<void> {
  for (const pid of pids) {
    const status = await processStatus(pid);
    if (status?.state !== 'Z' || status.parent !== process.pid) continue;
    waitPid ??= findWaitPid();
    waitPid?.(pid);
  }
}

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
