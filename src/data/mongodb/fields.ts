/**
 * One table of fields per entity, typed by the record, as the tables of columns of SQLite are: a field of the record without an entry
 * is a compile error. `_id` is the record's id; every other field has the record's name. Values whose shape is not ours (params,
 * labels, the task of a schedule) are kept as JSON text: BSON nests at most 100 deep, and update operators refuse field names such
 * as `$ref`, which every JSON Schema may hold.
 */

import { toJsonText, wellFormedJson } from '../../runtime/text.ts';

/** How one field of a record is stored in a document. */
export interface Field<V, S> {
  toStored(value: V): S;
  /** `undefined` if the document was written before the field existed. */
  toValue(stored: S | undefined): V;
}

/** An entry for every field of the record, no more and no fewer. */
export type Fields<R> = { readonly [K in keyof R]-?: Field<R[K], unknown> };

type StoredOf<F> = F extends { toStored(value: never): infer S } ? S : never;

/** The document that a table of fields makes. */
export type DocumentOf<F> = { [K in keyof F as K extends 'id' ? '_id' : K]: StoredOf<F[K]> };

/** Stored unchanged. `missing` is the value if a document lacks the field. */
export const plain = <V>(...missing: V[]): Field<V, V> => ({
  toStored: (value) => value,
  toValue: (stored) => (stored === undefined ? (missing[0] as V) : stored),
});

/** JSON text. */
export const asText = <V>(...missing: V[]): Field<V, string> => ({
  toStored: toJsonText,
  toValue: (stored) => (stored === undefined ? (missing[0] as V) : (JSON.parse(stored) as V)),
});

/** JSON text that is text in the record, too. Version 1 wrote `null` for none. */
export const jsonText: Field<string | null, string | null> = {
  toStored: (value) => (value === null ? null : wellFormedJson(value)),
  toValue: (stored) => (stored === undefined || stored === 'null' ? null : stored),
};

/** A time by the database's clock. */
export const instant: Field<string, Date> = {
  toStored: (value) => new Date(value),
  toValue: (stored) => (stored ?? new Date(0)).toISOString(),
};

interface Named {
  name: string;
  stored: string;
  field: Field<unknown, unknown>;
}

/** Records of an entity as documents, and back. */
export class Documents<R extends object, F extends Fields<R>> {
  readonly #fields: readonly Named[];

  /** In documents, the fields in `first` precede the others. */
  constructor(fields: F, first: readonly string[] = []) {
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
    for (const { name, stored, field } of this.#fields) record[name] = field.toValue(values[stored]);
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
