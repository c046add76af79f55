/** Lets a process tell its memory when its parent asks. Imported before the command line; run with --expose-gc. */

process.on('message', () => {
  // What only waits to be collected, and pages that V8 keeps for later, say nothing of a leak.
  globalThis.gc?.({ type: 'major', flavor: 'last-resort' });
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ resident_mb: rss / 2 ** 20, heap_mb: heapUsed / 2 ** 20 });
});
// The channel alone does not keep a process that is stopped.
process.channel?.unref();
