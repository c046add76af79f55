/**
 * One table of fields per entity, typed by the record, as the tables of columns of SQLite are: a field of the record without an entry
 * is a compile error. `_id` is the record's id; every other field has the record's name. Values whose shape is not ours (params,
 * labels, the task of a schedule) are kept as JSON text: BSON nests at most 100 deep, and update operators refuse field names such
 * as `$ref`, which every JSON Schema may hold.
 */

import { toJsonText, wellFormedJson } from '../../runtime/text.ts';
import {
  checked,
  DamagedValue,
  type Guard,
  isFlag,
  isNumber,
  isObject,
  isRevision,
  isText,
  oneOf,
  parsed,
  reportDamage,
} from '../stored-values.ts';

/** How one field of a record is stored in a document. */
export interface Field<V, S> {
  toStored(value: V): S;
  /** `undefined` if the document was written before the field existed. May throw `DamagedValue` if there is a `substitute`. */
  toValue(stored: S | undefined): V;
  /** Stands in the place of a damaged value. */
  substitute?: V;
}

/** An entry for every field of the record, no more and no fewer. */
export type Fields<R> = { readonly [K in keyof R]-?: Field<R[K], unknown> };

type StoredOf<F> = F extends { toStored(value: never): infer S } ? S : never;

/** The document that a table of fields makes. */
export type DocumentOf<F> = { [K in keyof F as K extends 'id' ? '_id' : K]: StoredOf<F[K]> };

/**
 * Stored unchanged. `missing` is the value if a document lacks the field; without one, such a document is damaged. A value for which `is`
 * is false is damaged, too.
 */
const plain = <V>(is: Guard, substitute: V, missing: V[]): Field<V, V> => ({
  toStored: (value) => value,
  toValue: (stored) => (stored === undefined && missing.length > 0 ? (missing[0] as V) : checked(stored, is)),
  substitute,
});

/** A document that lacks the field has null. */
const nullable = <V>(is: Guard): Field<V | null, V | null> =>
  plain<V | null>((value) => value === null || is(value), null, [null]);

export const text = <V extends string = string>(...missing: V[]): Field<V, V> =>
  plain(isText, '' as V, missing);
export const textOrNull = <V extends string = string>(): Field<V | null, V | null> => nullable<V>(isText);
export const number = (...missing: number[]): Field<number, number> => plain(isNumber, 0, missing);
/** Counts the changes of an account. A damaged one is read as the first one: see `READABLE_VERSION`. */
export const versionNumber: Field<number, number> = plain(isRevision, 1, []);
export const numberOrNull = (): Field<number | null, number | null> => nullable<number>(isNumber);
export const flag = (...missing: boolean[]): Field<boolean, boolean> => plain(isFlag, false, missing);
export const list = <V>(is: Guard, ...missing: V[][]): Field<V[], V[]> => plain<V[]>(is, [], missing);
export const objectOrNull = <V extends object>(is: Guard = isObject): Field<V | null, V | null> =>
  nullable<V>(is);
/** One of these texts. */
export const choice = <V extends string>(values: readonly V[], substitute: V): Field<V, V> =>
  plain<V>(oneOf(...values), substitute, []);

/** JSON text of a value for which `is` is true. */
export const asText = <V>(is: Guard, substitute: V, ...missing: V[]): Field<V, string> => ({
  toStored: toJsonText,
  toValue: (stored) =>
    stored === undefined && missing.length > 0 ? (missing[0] as V) : parsed<V>(stored, is),
  substitute,
});

/** JSON text that is text in the record, too. Version 1 wrote `null` for none. */
export const jsonText: Field<string | null, string | null> = {
  toStored: (value) => (value === null ? null : wellFormedJson(value)),
  toValue: (stored) =>
    stored === undefined || stored === null || stored === 'null' ? null : checked(stored, isText),
  substitute: null,
};

/** A time by the database's clock. */
export const instant: Field<string, Date> = {
  toStored: (value) => new Date(value),
  toValue: (stored) => {
    const at = stored ?? new Date(0);
    if (!(at instanceof Date) || Number.isNaN(at.getTime())) throw new DamagedValue();
    return at.toISOString();
  },
  substitute: new Date(0).toISOString(),
};

interface Named {
  name: string;
  stored: string;
  field: Field<unknown, unknown>;
}

/** Records of an entity as documents, and back. */
export class Documents<R extends object, F extends Fields<R>> {
  readonly #collection: string;
  readonly #fields: readonly Named[];

  /** `collection` names the records in reports. In documents, the fields in `first` precede the others. */
  constructor(collection: string, fields: F, first: readonly string[] = []) {
    this.#collection = collection;
    const named = Object.entries(fields as Record<string, Field<unknown, unknown>>).map(([name, field]) => ({
      name,
      stored: name === 'id' ? '_id' : name,
      field,
    }));
    const placeOf = ({ stored }: Named) => (first.includes(stored) ? first.indexOf(stored) : first.length);
    this.#fields = named.sort((a, b) => placeOf(a) - placeOf(b));
  }

  /** The fields follow those that `document` already has. */
  toDocument(record: R, document: Record<string, unknown> = {}): DocumentOf<F> {
    const values = record as Record<string, unknown>;
    for (const { name, stored, field } of this.#fields) document[stored] = field.toStored(values[name]);
    return document as DocumentOf<F>;
  }

  /** Only the fields whose values are not the same as `before`. */
  toChanges(record: R, before: R): Partial<DocumentOf<F>> {
    const document: Record<string, unknown> = {};
    const values = record as Record<string, unknown>;
    const earlier = before as Record<string, unknown>;
    for (const { name, stored, field } of this.#fields)
      if (values[name] !== earlier[name]) document[stored] = field.toStored(values[name]);
    return document as Partial<DocumentOf<F>>;
  }

  /** Other fields of the document are ignored. */
  toRecord(document: DocumentOf<F>): R {
    const record: Record<string, unknown> = {};
    const values = document as Record<string, unknown>;
    try {
      for (const { name, stored, field } of this.#fields) record[name] = field.toValue(values[stored]);
    } catch (error) {
      if (!(error instanceof DamagedValue)) throw error;
      return this.#withSubstitutes(values);
    }
    return record as R;
  }

  #withSubstitutes(values: Record<string, unknown>): R {
    const record: Record<string, unknown> = {};
    for (const { name, stored, field } of this.#fields) {
      try {
        record[name] = field.toValue(values[stored]);
      } catch (error) {
        if (!(error instanceof DamagedValue) || field.substitute === undefined) throw error;
        record[name] = field.substitute;
        reportDamage({ place: `${this.#collection}.${stored}`, key: String(values._id ?? values.task_id) });
      }
    }
    return record as R;
  }

  toRecords(documents: DocumentOf<F>[]): R[] {
    return documents.map((document) => this.toRecord(document));
  }

  toRecordOrNull(document: DocumentOf<F> | null): R | null {
    return document && this.toRecord(document);
  }

  /** For `$set`: everything but the id. */
  toChange(record: R): Omit<DocumentOf<F>, '_id'> {
    const { _id, ...change } = this.toDocument(record) as DocumentOf<F> & { _id?: unknown };
    return change;
  }
}
