import { useLocation } from 'wouter';
import { api } from '../../api/client.ts';
import type { Role } from '../../api/permissions.ts';
import { TextField } from '../../components/field/text-field.tsx';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { useForm } from '../../components/form/use-form.ts';
import { notify } from '../../components/toast/toast.tsx';
import { useWords } from '../../words/words-context.tsx';
import { RoleChoice } from './role-choice.tsx';
import { usersChanged } from './use-users.ts';

/** A new account; afterwards its page, where a password link can be made. */
export function CreateUserDialog({ onClose }: { onClose(): void }) {
  const { users: w } = useWords();
  const [, navigate] = useLocation();
  const form = useForm(
    { email: '', fullname: '', password: '', roles: ['user'] as Role[] },
    {
      send: ({ password, ...rest }) => api.createUser({ ...rest, ...(password && { password }) }),
      onSent: (user) => {
        void usersChanged();
        notify(w.created_toast);
        onClose();
        navigate(`/users/${user.id}`);
      },
    },
  );
  return (
    <FormDialog
      wide
      form={form}
      onClose={onClose}
      title={w.create_title}
      text={w.create_text}
      action={w.create}
    >
      <TextField
        label={w.email}
        type="email"
        name="email"
        autoComplete="off"
        required
        {...form.text('email')}
      />
      <TextField label={w.name} name="fullname" autoComplete="off" {...form.text('fullname')} />
      <TextField label={w.password_optional} name="password" autoComplete="off" {...form.text('password')} />
      <RoleChoice roles={form.values.roles} onRoles={(roles) => form.set({ roles })} />
    </FormDialog>
  );
}
