import type { User } from '@client';
import { createContext, use, useSyncExternalStore } from 'react';
import { type SessionState, session } from './session.ts';

const subscribe = (listener: () => void) => session.subscribe(listener);

export const useSession = (): SessionState => useSyncExternalStore(subscribe, () => session.state);

export const UserContext = createContext<User | null>(null);

/** The signed-in user. Use only inside the shell, where there is one. */
export function useUser(): User {
  const user = use(UserContext);
  if (!user) throw new Error('useUser outside the shell');
  return user;
}
