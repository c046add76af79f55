import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/**
 * Kills the process `pid` when this process is gone, however it went (also SIGKILL). Returns a function that
 * calls the watch off; call it before `pid` could belong to another process.
 */
export function endWithParent(pid: number): () => void {
  // The pipe to the shell's standard input closes with this process: no polling, no process id to compare.
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
      // It ended by itself between the look and the signal.
    }
  };
}
