import type { User } from '@client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import type { Role } from '../../api/permissions.ts';
import { PasswordField } from '../../components/field/password-field.tsx';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { missingEmail } from '../../components/form/missing-email.ts';
import { useForm } from '../../components/form/use-form.ts';
import { type Kept, useKeeping } from '../../components/kept-form/use-kept.ts';
import { notify } from '../../components/toast/toast.tsx';
import { useLeave } from '../../router/use-leave.ts';
import { useWords } from '../../words/words-context.tsx';
import { NewUserLink } from './new-user-link.tsx';
import { PersonFields } from './person-fields.tsx';
import { missingRole, RoleChoice } from './role-choice.tsx';
import { usersChanged } from './use-users.ts';

/** What was typed, but for the password. */
export interface UserDraft {
  email: string;
  fullname: string;
  roles: Role[];
}

const EMPTY: UserDraft = { email: '', fullname: '', roles: ['user'] };

/** Creates an account. Without a password, it then shows the link for setting one; afterwards it opens the page of the account. */
export function CreateUserDialog({ kept, onClose }: { kept: Kept<UserDraft>; onClose(): void }) {
  const words = useWords();
  const { users: w } = words;
  const leaveTo = useLeave();
  const [made, setMade] = useState<User | null>(null);
  const link = useMutation({ mutationFn: (id: string) => api.createPasswordLink({ id }) });
  const leave = (user: User) => {
    onClose();
    leaveTo(`/users/${user.id}`);
  };
  const form = useForm(
    { ...EMPTY, ...kept.before, password: '' },
    {
      // The server reports a wrong e-mail in the language of the console; the browser would use its own.
      missing: (values) => [...missingEmail(values, words), ...missingRole(values, words)],
      send: ({ password, ...rest }) => api.createUser({ ...rest, ...(password && { password }) }),
      onSent: (user) => {
        kept.forget();
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
  const { password: _, ...values } = form.values;
  useKeeping(kept, values, EMPTY);
  if (made) return <NewUserLink user={made} link={link} onClose={() => leave(made)} />;
  return (
    <FormDialog wide form={form} onClose={onClose} title={w.create_title} action={w.create}>
      <PersonFields fullname={form.text('fullname')} email={form.text('email')} />
      <PasswordField
        label={w.password}
        name="password"
        autoComplete="new-password"
        required={false}
        hint={w.password_hint}
        {...form.text('password')}
      />
      <RoleChoice
        roles={form.values.roles}
        onRoles={(roles) => form.set({ roles })}
        error={form.errorAt('roles')}
      />
    </FormDialog>
  );
}
