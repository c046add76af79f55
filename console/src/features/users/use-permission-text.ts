import type { Permission } from '../../api/permissions.ts';
import { useWords } from '../../words/words-context.tsx';

export function usePermissionText(): (permission: Permission) => string {
  const { users: w } = useWords();
  const texts = {
    read: w.permission_read,
    write: w.permission_write,
    delete: w.permission_delete,
    admin: w.permission_admin,
  };
  return (permission) => texts[permission];
}
