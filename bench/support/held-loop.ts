/**
 * Lets a process tell how long its event loop was held since its parent last asked. Imported before the command line. A timer looks each
 * millisecond: what the main thread used of the processor from one look to the next is what the loop could not interrupt, give or take a
 * millisecond. Time in which other programs had the processor does not count, so the figure is of the loop and not of the machine.
 */

export interface HeldLoop {
  /** The longest hold, in milliseconds of the main thread's processor time. */
  held_ms: number;
  /** The longest time between two looks by the clock. */
  waited_ms: number;
}

let cpu_ms = usedByThread();
let now = performance.now();
let longest: HeldLoop = { held_ms: 0, waited_ms: 0 };

function usedByThread(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function look(): void {
  const [last_cpu_ms, last] = [cpu_ms, now];
  cpu_ms = usedByThread();
  now = performance.now();
  longest = {
    held_ms: Math.max(longest.held_ms, cpu_ms - last_cpu_ms),
    waited_ms: Math.max(longest.waited_ms, now - last),
  };
}

setInterval(look, 1).unref();
process.on('message', () => {
  look();
  process.send?.(longest);
  longest = { held_ms: 0, waited_ms: 0 };
});
// The channel alone does not keep a process that is stopped.
process.channel?.unref();
