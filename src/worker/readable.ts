/**
 * Converts any value to readable JSON data, for log lines and for thrown values. Never throws, and is limited: omitted parts are marked
 * as omitted.
 */
import { cutText } from '../runtime/text.ts';

/** Replaces a value that throws when it is read. */
export const UNREADABLE = '[cannot be read]';

/** Kept before code of task types is loaded, which may replace it. */
export const toJson = JSON.stringify;

type Plain = string | number | boolean | null | Plain[] | { [name: string]: Plain };

const MOST_DEPTH = 6;
const MOST_ENTRIES = 100;
const MOST_TEXT = 4_000;
/** Characters in all. */
const MOST_CHARACTERS = 32_000;
/** Values in all; a wide and deep object would hold 100^6. */
const MOST_VALUES = 1_000;

export function readable(value: unknown): Plain {
  return new Reader().read(value, MOST_DEPTH);
}

/** The fields of a log line, each readable. */
export function readableFields(fields: unknown): { [name: string]: Plain } {
  if (fields === undefined || fields === null) return {};
  const plain = readable(fields);
  return typeof plain === 'object' && plain !== null && !Array.isArray(plain) ? plain : { value: plain };
}

class Reader {
  /** The objects that contain the one being read. */
  readonly #within = new Set<object>();
  #left = MOST_VALUES;
  #characters = MOST_CHARACTERS;

  read(value: unknown, depth: number): Plain {
    try {
      return this.#read(value, depth);
    } catch {
      // A proxy that throws: the mark says that something is there.
      return UNREADABLE;
    }
  }

  #read(value: unknown, depth: number): Plain {
    this.#left -= 1;
    switch (typeof value) {
      case 'string':
        return this.#text(value);
      case 'number':
        return Number.isFinite(value) ? value : String(value);
      case 'boolean':
        return value;
      case 'bigint':
        return cutText(String(value), MOST_TEXT);
      case 'function':
        return cutText(`[function ${value.name}]`, 200);
      case 'symbol':
        return cutText(String(value), 200);
    }
    if (value === undefined) return 'undefined';
    if (value === null) return null;
    if (this.#within.has(value)) return '[circular]';
    if (depth === 0 || this.#left <= 0) return Array.isArray(value) ? '[array]' : '[object]';
    this.#within.add(value);
    try {
      return this.#readObject(value, depth - 1);
    } finally {
      this.#within.delete(value);
    }
  }

  #text(value: string): string {
    const text = cutText(value, Math.max(0, Math.min(MOST_TEXT, this.#characters)));
    this.#characters -= text.length;
    return text;
  }

  #readObject(value: object, depth: number): Plain {
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
    if (value instanceof RegExp || value instanceof URL) return cutText(String(value), MOST_TEXT);
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (value instanceof Error) return this.#readError(value, depth);
    if (value instanceof Map) return this.#readList([...value.entries()], depth);
    if (value instanceof Set) return this.#readList([...value], depth);
    if (Array.isArray(value)) return this.#readList(value, depth);
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function') {
      try {
        return this.read(toJSON.call(value, ''), depth);
      } catch {
        // Its fields may still be readable, and the mark says which one is not.
        const names = Object.keys(value).filter((name) => name !== 'toJSON');
        return { toJSON: UNREADABLE, ...this.#readNames(value, names, depth) };
      }
    }
    return this.#readNames(value, Object.keys(value), depth);
  }

  #readError(error: Error, depth: number): Plain {
    const names = ['message', 'stack', 'cause', 'errors'].filter((name) => name in error);
    return {
      type: this.read(error.name, 0),
      ...this.#readNames(error, [...new Set([...names, ...Object.keys(error)])], depth),
    };
  }

  #readNames(value: object, names: string[], depth: number): { [name: string]: Plain } {
    const plain: { [name: string]: Plain } = {};
    for (const name of names.slice(0, MOST_ENTRIES)) {
      if (this.#left <= 0) break;
      // Defined, not assigned: the name may be `__proto__`.
      Object.defineProperty(plain, cutText(name, 200), {
        value: this.#readNamed(value, name, depth),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    const left_out = names.length - Object.keys(plain).length;
    if (left_out > 0) plain['…'] = `${left_out} more`;
    return plain;
  }

  #readNamed(value: object, name: string, depth: number): Plain {
    try {
      return this.read((value as Record<string, unknown>)[name], depth);
    } catch {
      // A getter that throws: the mark says that something is there.
      return UNREADABLE;
    }
  }

  #readList(list: unknown[], depth: number): Plain[] {
    const plain: Plain[] = [];
    for (const one of list.slice(0, MOST_ENTRIES)) {
      if (this.#left <= 0) break;
      plain.push(this.read(one, depth));
    }
    if (list.length > plain.length) plain.push(`… ${list.length - plain.length} more`);
    return plain;
  }
}
