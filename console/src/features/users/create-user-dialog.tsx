import type { User } from '@client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../api/client.ts';
import type { Role } from '../../api/permissions.ts';
import { TextField } from '../../components/field/text-field.tsx';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { useForm } from '../../components/form/use-form.ts';
import { notify } from '../../components/toast/toast.tsx';
import { useWords } from '../../words/words-context.tsx';
import { NewUserLink } from './new-user-link.tsx';
import { RoleChoice } from './role-choice.tsx';
import { usersChanged } from './use-users.ts';

/** Creates an account. Without a password, it then shows the link for setting one; afterwards it opens the page of the account. */
export function CreateUserDialog({ onClose }: { onClose(): void }) {
  const { users: w, sign_in } = useWords();
  const [, navigate] = useLocation();
  const [made, setMade] = useState<User | null>(null);
  const link = useMutation({ mutationFn: (id: string) => api.createPasswordLink({ id }) });
  const leave = (user: User) => {
    onClose();
    navigate(`/users/${user.id}`);
  };
  const form = useForm(
    { email: '', fullname: '', password: '', roles: ['user'] as Role[] },
    {
      // The server reports a wrong e-mail in the language of the console; the browser would use its own.
      missing: ({ email }) => (email.trim() === '' ? [{ path: 'email', message: sign_in.fill_in }] : []),
      send: ({ password, ...rest }) => api.createUser({ ...rest, ...(password && { password }) }),
      onSent: (user) => {
        void usersChanged();
        notify(w.created_toast);
        if (user.has_password) leave(user);
        else {
          setMade(user);
          link.mutate(user.id);
        }
      },
    },
  );
  if (made) return <NewUserLink user={made} link={link} onClose={() => leave(made)} />;
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
