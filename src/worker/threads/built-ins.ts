/**
 * Notices that task code has changed a built-in of JavaScript: the thread runs items of other people and other task types next. The
 * properties are written out, because the engine then reads all of them in a microsecond.
 */
// Kept before task code is loaded, which may replace them.
const { ownKeys } = Reflect;

/** What is compared, by the name of what it belongs to. */
const READ: [name: string, read: () => unknown[]][] = [
  // What is added to one of these is seen by all code.
  ['an added property of Object.prototype', () => [ownKeys(Object.prototype).length]],
  ['an added property of Array.prototype', () => [ownKeys(Array.prototype).length]],
  ['an added property of String.prototype', () => [ownKeys(String.prototype).length]],
  ['an added property of Function.prototype', () => [ownKeys(Function.prototype).length]],
  ['an added property of Promise.prototype', () => [ownKeys(Promise.prototype).length]],
  ['JSON', () => [JSON.stringify, JSON.parse]],
  ['Reflect', () => [Reflect.ownKeys, Reflect.get, Reflect.set, Reflect.apply, Reflect.construct]],
  ['Math', () => [Math.min, Math.max, Math.round, Math.floor, Math.random]],
  ['Date', () => [Date.now, Date.parse]],
  [
    'Date.prototype',
    () => {
      const it = Date.prototype;
      return [it.getTime, it.toISOString, it.toJSON, it.valueOf];
    },
  ],
  ['Array', () => [Array.isArray, Array.from, Array.of]],
  ['Number', () => [Number.isFinite, Number.isInteger, Number.isSafeInteger, Number.isNaN]],
  [
    'Promise',
    () => [
      ...[Promise.all, Promise.race, Promise.allSettled, Promise.any, Promise.resolve],
      ...[Promise.reject, Promise.withResolvers],
    ],
  ],
  [
    'Promise.prototype',
    () => {
      const it = Promise.prototype;
      return [it.then, it.catch, it.finally];
    },
  ],
  [
    'Object',
    () => [
      ...[Object.keys, Object.values, Object.entries, Object.assign, Object.fromEntries],
      ...[Object.freeze, Object.create, Object.defineProperty, Object.getPrototypeOf],
      ...[Object.hasOwn, Object.is],
    ],
  ],
  [
    'Object.prototype',
    () => {
      const it = Object.prototype;
      return [it.hasOwnProperty, it.toString, it.valueOf, it.constructor];
    },
  ],
  [
    'Function.prototype',
    () => {
      const it = Function.prototype;
      return [it.call, it.apply, it.bind, it.toString];
    },
  ],
  [
    'Array.prototype',
    () => {
      const it = Array.prototype;
      return [
        ...[it.at, it.concat, it.every, it.filter, it.find, it.findIndex, it.findLast],
        ...[it.flat, it.flatMap, it.forEach, it.includes, it.indexOf, it.join, it.keys],
        ...[it.map, it.pop, it.push, it.reduce, it.reverse, it.shift, it.slice, it.some],
        ...[it.sort, it.splice, it.unshift, it.values, it.entries, it[Symbol.iterator]],
      ];
    },
  ],
  [
    'String.prototype',
    () => {
      const it = String.prototype;
      return [
        ...[it.at, it.charCodeAt, it.endsWith, it.includes, it.indexOf, it.localeCompare],
        ...[it.match, it.matchAll, it.normalize, it.padEnd, it.padStart, it.repeat],
        ...[it.replace, it.replaceAll, it.slice, it.split, it.startsWith, it.substring],
        ...[it.toLowerCase, it.toString, it.toUpperCase, it.toWellFormed, it.trim],
        it[Symbol.iterator],
      ];
    },
  ],
  [
    'RegExp.prototype',
    () => {
      const it = RegExp.prototype;
      return [it.exec, it.test, it.toString];
    },
  ],
  [
    'Map.prototype',
    () => {
      const it = Map.prototype;
      return [
        ...[it.get, it.set, it.has, it.delete, it.entries, it.keys, it.values, it.forEach],
        it[Symbol.iterator],
      ];
    },
  ],
  [
    'Set.prototype',
    () => {
      const it = Set.prototype;
      return [it.add, it.has, it.delete, it.values, it.forEach, it[Symbol.iterator]];
    },
  ],
  [
    'Error.prototype',
    () => {
      const it = Error.prototype;
      return [it.toString, it.message, it.name];
    },
  ],
  ['Buffer', () => [Buffer.from, Buffer.concat, Buffer.alloc, Buffer.byteLength, Buffer.isBuffer]],
  [
    'the global object',
    () => {
      const it = globalThis;
      return [
        ...[it.Object, it.Array, it.String, it.Number, it.Function, it.Promise, it.Map],
        ...[it.Set, it.Date, it.RegExp, it.Error, it.TypeError, it.JSON, it.Math, it.Reflect],
        ...[it.Buffer, it.Uint8Array, it.structuredClone, it.queueMicrotask, it.fetch],
        ...[it.setTimeout, it.setInterval, it.setImmediate, it.clearTimeout],
        ...[it.clearInterval, it.clearImmediate],
      ];
    },
  ],
];

export class BuiltIns {
  readonly #kept = READ.map(([, read]) => read());

  /** What is not as it was when this was created, or null. */
  changed(): string | null {
    try {
      return this.#changed();
    } catch {
      // Nothing here throws unless the built-in that it uses has changed.
      return 'what reads them';
    }
  }

  #changed(): string | null {
    for (let at = 0; at < READ.length; at += 1) {
      const [name, read] = READ[at] as (typeof READ)[number];
      const kept = this.#kept[at] as unknown[];
      const now = read();
      for (let one = 0; one < kept.length; one += 1) if (now[one] !== kept[one]) return name;
    }
    return null;
  }
}
