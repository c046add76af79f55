import { storage } from '../../preferences/storage.ts';

const LATER = 'password later';

/** Remembers who has put off choosing a password, in all tabs and until the next sign-in, so that people are asked once per session. */
export const passwordLater = {
  isOf: (user_id: string): boolean => storage.read(LATER) === user_id,
  put: (user_id: string): void => storage.store(LATER, user_id),
  forget: (): void => storage.forget(LATER),
};
