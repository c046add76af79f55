/**
 * A program whose thread is gone has nobody who waits for it: once ended it would stay as a zombie until this process ends. Node has no
 * call for that but in `node:ffi` (from 26.1 on); without it, or elsewhere than on Linux, the zombie stays.
 */
import { processStatus } from './process-table.ts';

const WNOHANG = 1;

type WaitPid = (pid: number) => number;

let waitPid: WaitPid | null | undefined;

/** Waits for those of these children of this process that have ended. None of them may be a live thread's. */
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

/** Without the warning that the module is experimental: operators can do nothing about it. */
function quietly<T>(work: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return work();
  } finally {
    process.emitWarning = emitWarning;
  }
}
