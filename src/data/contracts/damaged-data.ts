/** What is asked for is damaged where it is stored, and nothing can stand in its place. `place` is a table or collection and its field. */
export class DamagedData extends Error {
  constructor(place: string, key: string, options?: { cause?: unknown }) {
    super(`${place} of ${key} is damaged where it is stored`, options);
    this.name = 'DamagedData';
  }
}

/** The value of a stored JSON text. Throws `DamagedData`. */
export function storedJson(stored: unknown, place: string, key: string): unknown {
  try {
    return JSON.parse(stored as string);
  } catch (cause) {
    throw new DamagedData(place, key, { cause });
  }
}
