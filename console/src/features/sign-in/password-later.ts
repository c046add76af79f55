import { storage } from '../../preferences/storage.ts';

const LATER = 'password later';

/** Who has put off choosing a password, in all tabs and until the next sign-in: being asked once in a session is enough. */
export const passwordLater = {
  isOf: (user_id: string): boolean => storage.read(LATER) === user_id,
  put: (user_id: string): void => storage.store(LATER, user_id),
  forget: (): void => storage.forget(LATER),
};
