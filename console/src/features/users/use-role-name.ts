import type { Role } from '../../api/permissions.ts';
import { useWords } from '../../words/words-context.tsx';

export function useRoleName(): (role: Role) => string {
  const { users: w } = useWords();
  const names = { admin: w.role_admin, manager: w.role_manager, user: w.role_user, guest: w.role_guest };
  return (role) => names[role];
}
