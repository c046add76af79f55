import type { User } from '@client';
import { api } from '../../api/client.ts';
import { forget } from '../../api/forget.ts';
import { keys } from '../../api/keys.ts';
import { DeleteButton } from '../../components/dialog/delete-button.tsx';
import { notify } from '../../components/toast/toast.tsx';
import { useLeave } from '../../router/use-leave.ts';
import { useWords } from '../../words/words-context.tsx';

export function DeleteUser({ user, last_admin }: { user: User; last_admin: boolean }) {
  const { users: w } = useWords();
  const leave = useLeave();
  const onRemoved = () => {
    notify(w.deleted);
    forget(keys.user(user.id), keys.users);
    leave('/users');
  };
  return (
    <DeleteButton
      action={w.delete}
      title={w.delete_title(user.fullname || user.email)}
      text={w.danger_text}
      unavailable={last_admin ? w.last_admin : null}
      remove={() => api.deleteUser({ id: user.id })}
      onRemoved={onRemoved}
    />
  );
}
