import { isDuplicateKey } from './mongo-errors.ts';

/** True when it was inserted, false when its id (or another unique key) is taken. */
export async function isNew(insertion: Promise<unknown>): Promise<boolean> {
  try {
    await insertion;
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
