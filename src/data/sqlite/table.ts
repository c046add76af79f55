/**
 * One table of columns per entity. Select, insert, update and both directions of the mapping follow from it, and it is typed by the
 * record: a field of the record without a column is a compile error (`Columns<R>`), so nothing can be forgotten in one place of four.
 */

import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { toJsonText, wellFormedJson } from '../../runtime/text.ts';
import {
  checked,
  DamagedValue,
  type Guard,
  isNumber,
  isObject,
  isRevision,
  oneOf,
  parsed,
  reportDamage,
} from '../stored-values.ts';

/** How one field of a record is stored in a column. */
export interface Column<V> {
  encode(value: V): SQLInputValue;
  /** The writer reads integers as bigint, the reader as number. May throw `DamagedValue` if there is a `substitute`. */
  decode(stored: SQLOutputValue): V;
  /** Stands in the place of a damaged value. */
  substitute?: V;
}

/** A column for every field of the record, no more and no fewer. */
export type Columns<R> = { readonly [K in keyof R]-?: Column<R[K]> };

/** Without half characters (lone surrogates). */
export const text = <V extends string = string>(): Column<V> => ({
  encode: (value) => value.toWellFormed(),
  decode: (stored) => stored as V,
});

/** JSON text that is text in the record, too. */
export const jsonText: Column<string> = {
  encode: wellFormedJson,
  decode: (stored) => stored as string,
};

/** Also for REAL columns. Not beyond 2^53; a damaged one, such as a text or 9e999, is read as 0. */
export const number: Column<number> = {
  encode: (value) => value,
  decode: (stored) => {
    const value = Number(stored);
    if (!isNumber(value)) throw new DamagedValue();
    return value;
  },
  substitute: 0,
};

/** Counts the saves of a record, from 1. A damaged one is read as 0. */
export const revision: Column<number> = {
  encode: (value) => value,
  decode: (stored) => {
    const value = typeof stored === 'string' ? Number.NaN : Number(stored);
    return checked(value, isRevision);
  },
  substitute: 0,
};

/** Counts the changes of an account. A damaged one is read as the first one: 0 is the version of a deleted account. */
export const version: Column<number> = { ...revision, substitute: 1 };

/** The same for a statement. */
export const READABLE_VERSION = `iif(version BETWEEN 1 AND ${Number.MAX_SAFE_INTEGER}, version, 1)`;

/**
 * The condition that a row has the revision that is given for it. Nobody expects 0 unless the stored one is damaged, so that the first save
 * repairs it: otherwise none would ever succeed.
 */
export const AT_REVISION = `iif(typeof(revision) = 'integer' AND revision BETWEEN 1 AND ${Number.MAX_SAFE_INTEGER}, revision, 0) = ?`;

export const flag: Column<boolean> = {
  encode: (value) => (value ? 1 : 0),
  // 1 or 1n.
  decode: (stored) => Number(stored) === 1,
};

/** Milliseconds by the database's clock in the column, ISO 8601 in the record. */
export const instant: Column<string> = {
  encode: (value) => Date.parse(value),
  decode: (stored) => {
    const at = new Date(Number(stored));
    if (Number.isNaN(at.getTime())) throw new DamagedValue();
    return at.toISOString();
  },
  substitute: new Date(0).toISOString(),
};

/** One of these texts. */
export const choice = <V extends string>(values: readonly V[], substitute: V): Column<V> => {
  const is = oneOf(...values);
  return {
    encode: (value) => value,
    decode: (stored) => {
      if (!is(stored)) throw new DamagedValue();
      return stored as V;
    },
    substitute,
  };
};

/** JSON text of a value for which `is` is true. `substitute` stands for a damaged one, so that one damaged row does not break a list. */
export const json = <V>(substitute: V, is: Guard = isObject): Column<V> => ({
  encode: toJsonText,
  decode: (stored) => parsed(stored, is),
  substitute,
});

/** NULL for null (and undefined), otherwise as the given column. */
export const orNull = <V>({ encode, decode }: Column<V>): Column<V | null> => ({
  encode: (value) => (value === null || value === undefined ? null : encode(value)),
  decode: (stored) => (stored === null ? null : decode(stored)),
  substitute: null,
});

type Named<R> = { [K in keyof R & string]: { name: K; column: Column<R[K]> } }[keyof R & string];

/** `names` are quoted in SQL, because one of them is `index`. */
export const quoted = (names: readonly string[]): string[] => names.map((name) => `"${name}"`);

/** The statements of an entity, and its records as rows. A row is a list of values in the order of `names`. */
export class Table<R extends object> {
  readonly names: readonly (keyof R & string)[];
  /** For SELECT: every column with the table's name before it. */
  readonly columns: string;
  readonly #name: string;
  readonly #places: ReadonlyMap<string, number>;
  readonly #fields: readonly Named<R>[];

  constructor(name: string, columns: Columns<R>) {
    this.#name = name;
    this.names = Object.keys(columns) as (keyof R & string)[];
    this.#places = new Map(this.names.map((one, at) => [one, at]));
    this.#fields = this.names.map((one) => ({ name: one, column: columns[one] }) as Named<R>);
    this.columns = quoted(this.names)
      .map((column) => `${name}.${column}`)
      .join(', ');
  }

  /** `INSERT … INTO t (…) VALUES (?, …)`; `extra` columns stand before the record's. */
  insert({ or = '', extra = [] }: { or?: '' | 'OR IGNORE' | 'OR REPLACE'; extra?: string[] } = {}): string {
    const all = [...extra, ...quoted(this.names)];
    return `INSERT ${or} INTO ${this.#name} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})`;
  }

  /** `a = ?, b = ?` for UPDATE. */
  assignments(names: readonly (keyof R & string)[] = this.names): string {
    return quoted(names)
      .map((name) => `${name} = ?`)
      .join(', ');
  }

  /** Of this column in a row. */
  placeOf(name: keyof R & string): number {
    return this.#places.get(name) as number;
  }

  /** In the order of `names`. */
  values(record: R): SQLInputValue[] {
    const fields = this.#fields;
    const values: SQLInputValue[] = [];
    for (let at = 0; at < fields.length; at += 1) {
      const { name, column } = fields[at] as Named<R>;
      values.push(column.encode(record[name]));
    }
    return values;
  }

  /** The record of a row that begins with `columns`; further values are ignored. */
  record(row: readonly SQLOutputValue[]): R {
    const record: Partial<R> = {};
    const fields = this.#fields;
    try {
      for (let at = 0; at < fields.length; at += 1) {
        const { name, column } = fields[at] as Named<R>;
        record[name] = column.decode(row[at] as SQLOutputValue);
      }
    } catch (error) {
      if (!(error instanceof DamagedValue)) throw error;
      return this.#withSubstitutes(row);
    }
    return record as R;
  }

  #withSubstitutes(row: readonly SQLOutputValue[]): R {
    const record: Partial<R> = {};
    this.#fields.forEach(({ name, column }, at) => {
      try {
        record[name] = column.decode(row[at] as SQLOutputValue);
      } catch (error) {
        if (!(error instanceof DamagedValue) || column.substitute === undefined) throw error;
        record[name] = column.substitute;
        // The first column is the id of the record, or of what it belongs to.
        reportDamage({ place: `${this.#name}.${name}`, key: String(row[0]) });
      }
    });
    return record as R;
  }

  /** The record of a row with named columns. */
  named(row: Record<string, SQLOutputValue>): R {
    return this.record(this.names.map((name) => row[name] as SQLOutputValue));
  }

  records(rows: readonly (readonly SQLOutputValue[])[]): R[] {
    return rows.map((row) => this.record(row));
  }

  recordOrNull(row: readonly SQLOutputValue[] | undefined): R | null {
    return row ? this.record(row) : null;
  }
}
