import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/**
 * Kills the process `pid` when this process ends for any reason, including SIGKILL. Returns a function that
 * stops watching; call it before `pid` could belong to another process.
 */
export function endWithParent(pid: number): () => void {
  // The pipe to the shell's standard input closes when this process ends, so nothing has to be polled or compared.
  const watcher = spawn('sh', ['-c', `cat >/dev/null; kill -9 ${pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watcher.unref();
  (watcher.stdin as Socket).unref();
  return () => {
    if (watcher.pid === undefined || watcher.exitCode !== null || watcher.signalCode !== null) return;
    try {
      process.kill(-watcher.pid, 'SIGKILL');
    } catch {
      // It ended between the check and the signal.
    }
  };
}
