/** Reports the memory of a process when its parent asks. Imported before the command line; requires --expose-gc. */

process.on('message', () => {
  // Garbage that was not collected yet, and pages that V8 keeps for later, are not a leak.
  globalThis.gc?.({ type: 'major', flavor: 'last-resort' });
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ resident_mb: rss / 2 ** 20, heap_mb: heapUsed / 2 ** 20 });
});
// The channel must not keep a stopped process alive.
process.channel?.unref();
