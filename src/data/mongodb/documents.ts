/**
 * How records are stored: `_id` is the contract's id, every other field has the contract's name. Values whose shape is not
 * ours (params, results, labels, the task of a schedule) are kept as JSON text: BSON nests at most 100 deep, and update
 * operators refuse field names such as `$ref`, which every JSON Schema may hold.
 */

export type Stored<T extends { id: string }> = Omit<T, 'id'> & { _id: string };

/** The record of a document. */
export function toRecord<T extends { id: string }>({ _id, ...rest }: Stored<T>): T {
  return { id: _id, ...rest } as unknown as T;
}

export const toRecordOrNull = <T extends { id: string }>(document: Stored<T> | null): T | null =>
  document && toRecord<T>(document);

/** The document of a record. */
export function toDocument<T extends { id: string }>({ id, ...rest }: T): Stored<T> {
  return { _id: id, ...rest };
}

export const toText = (value: unknown): string => JSON.stringify(value ?? null);

export const fromText = (text: string): unknown => JSON.parse(text);
