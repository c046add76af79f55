import type { User } from '@client';
import { useEffect } from 'react';
import { api } from '../../api/client.ts';
import { TextField } from '../../components/field/text-field.tsx';
import { Form, FormButtons, Submit } from '../../components/form/form.tsx';
import { useForm } from '../../components/form/use-form.ts';
import { Switch } from '../../components/switch/switch.tsx';
import { notify } from '../../components/toast/toast.tsx';
import { useWords } from '../../words/words-context.tsx';
import { RoleChoice } from './role-choice.tsx';
import { usersChanged } from './use-users.ts';
import styles from './users.module.css';

export function EditUser({ user, last_admin }: { user: User; last_admin: boolean }) {
  const { users: w } = useWords();
  const { id, fullname, email, roles, is_active, updated_at } = user;
  const form = useForm(
    { fullname, email, roles, is_active },
    {
      send: (values) => api.updateUser({ id, ...values }),
      onSent: () => {
        notify(w.saved);
        return usersChanged();
      },
    },
  );
  // The form stays mounted after saving, so that it keeps the focus; its values follow the saved account.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version of the user is what is shown
  useEffect(() => form.set({ fullname, email, roles, is_active }), [updated_at]);
  return (
    <Form form={form}>
      <div className={styles.column}>
        <TextField label={w.name} name="fullname" autoComplete="off" {...form.text('fullname')} />
        <TextField
          label={w.email}
          type="email"
          name="email"
          autoComplete="off"
          required
          {...form.text('email')}
        />
      </div>
      <RoleChoice
        roles={form.values.roles}
        onRoles={(next) => form.set({ roles: next })}
        kept={last_admin ? 'admin' : null}
      />
      <Switch
        label={w.enabled}
        hint={w.enabled_hint}
        checked={form.values.is_active}
        unavailable={last_admin ? w.last_admin : null}
        onChecked={(on) => form.set({ is_active: on })}
      />
      <FormButtons>
        <Submit form={form}>{w.save}</Submit>
      </FormButtons>
    </Form>
  );
}
