interface Waiting<T> {
  resolve(found: T | null): void;
  reject(error: unknown): void;
}

const MOST = 500;

/**
 * Groups reads by id that are asked for in the same turn of the event loop into one: many small tasks that are claimed together
 * would otherwise cost a command each. `read` gives what it finds, in any order.
 */
export function createReadBatches<T extends { _id: string }>(
  read: (ids: string[]) => Promise<T[]>,
): (id: string) => Promise<T | null> {
  let waiting = new Map<string, Waiting<T>[]>();

  async function readAll(batch: Map<string, Waiting<T>[]>): Promise<void> {
    try {
      const found = new Map((await read([...batch.keys()])).map((one) => [one._id, one]));
      for (const [id, those] of batch) for (const one of those) one.resolve(found.get(id) ?? null);
    } catch (error) {
      for (const those of batch.values()) for (const one of those) one.reject(error);
    }
  }

  function send(): void {
    const batch = waiting;
    waiting = new Map();
    if (batch.size > 0) void readAll(batch);
  }

  return (id) => {
    const { promise, resolve, reject } = Promise.withResolvers<T | null>();
    const those = waiting.get(id);
    if (those) those.push({ resolve, reject });
    else waiting.set(id, [{ resolve, reject }]);
    // Not a microtask: the callers are callbacks of their own, each of which would end its batch.
    if (!those && waiting.size === 1) setImmediate(send);
    if (waiting.size === MOST) send();
    return promise;
  };
}
