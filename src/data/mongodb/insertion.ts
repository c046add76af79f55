import { isDuplicateKey } from './mongo-errors.ts';

/** True if it was inserted, false if its id (or another unique key) already exists. */
export async function isNew(insertion: Promise<unknown>): Promise<boolean> {
  try {
    await insertion;
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
