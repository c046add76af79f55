/**
 * Lets a process tell its parent how much processor time it has used, in microseconds, with all of its threads. Imported before the
 * command line. What the system says about another process has steps of 10 ms.
 */
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
// The channel alone does not keep a process that is stopped.
process.channel?.unref();
