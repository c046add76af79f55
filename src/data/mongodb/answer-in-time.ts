import { AbstractCursor, Collection, MongoNetworkError } from 'mongodb';

/**
 * The options of the client end every call within 8 s: 2 s until a server is selected, 2 s until a connection is free, 4 s until it
 * answers. All but one: version 7.9 of the driver waits for ever if a connection is closed in the moment before a command is written to it
 * (it waits for the event `drain` of a socket that is destroyed already). The items of that call would stand still for ever.
 */
const LONGEST_MS = 9_000;

/** The same database, collection or cursor, but calls that are not answered in time fail like those whose connection was lost. */
export function answeringInTime<T extends object>(of: T, longest_ms = LONGEST_MS): T {
  const limited: T = new Proxy(of, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function' || name === 'constructor') return value;
      return (...args: unknown[]) => {
        const result: unknown = Reflect.apply(value, target, args);
        if (result === target) return limited;
        if (result instanceof Promise) return inTime(result, longest_ms);
        return isOfDriver(result) || (isObject(result) && name === Symbol.asyncIterator)
          ? answeringInTime(result, longest_ms)
          : result;
      };
    },
  });
  return limited;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isOfDriver = (value: unknown): value is object =>
  value instanceof Collection || value instanceof AbstractCursor;

async function inTime<T>(answer: Promise<T>, longest_ms: number): Promise<T> {
  const { promise: too_late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new MongoNetworkError(`MongoDB did not answer within ${longest_ms / 1_000} s`)),
    longest_ms,
  );
  try {
    return await Promise.race([answer, too_late]);
  } finally {
    clearTimeout(timer);
  }
}
