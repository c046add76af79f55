import type { User } from '@client';
import { useEffect } from 'react';
import { api } from '../../api/client.ts';
import { Form, FormButtons, Submit } from '../../components/form/form.tsx';
import { missingEmail } from '../../components/form/missing-email.ts';
import { useForm } from '../../components/form/use-form.ts';
import { useKeepingChanges, useKept } from '../../components/kept-form/use-kept.ts';
import { Switch } from '../../components/switch/switch.tsx';
import { notify } from '../../components/toast/toast.tsx';
import { useWords } from '../../words/words-context.tsx';
import { PersonFields } from './person-fields.tsx';
import { missingRole, RoleChoice } from './role-choice.tsx';
import { usersChanged } from './use-users.ts';
import styles from './users.module.css';

export function EditUser({ user, last_admin }: { user: User; last_admin: boolean }) {
  const words = useWords();
  const { users: w } = words;
  const { id, fullname, email, roles, is_active, updated_at } = user;
  const saved = { fullname, email, roles, is_active };
  const kept = useKept<typeof saved>(`user ${id}`);
  const form = useForm(saved, {
    before: kept.before,
    send: (values) => api.updateUser({ id, ...values }),
    missing: (values) => [...missingEmail(values, words), ...missingRole(values, words)],
    ready: (now) =>
      now.fullname !== fullname ||
      now.email !== email ||
      now.is_active !== is_active ||
      now.roles.join() !== roles.join(),
    onSent: () => {
      notify(w.saved);
      return usersChanged();
    },
  });
  useKeepingChanges(kept, form.values, saved);
  // The form stays mounted after saving, so that it keeps the focus; its values follow the saved account.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version of the user is what is shown
  useEffect(() => form.follow(saved), [updated_at]);
  return (
    <Form form={form}>
      <div className={styles.column}>
        <PersonFields fullname={form.text('fullname')} email={form.text('email')} />
      </div>
      <RoleChoice
        roles={form.values.roles}
        onRoles={(next) => form.set({ roles: next })}
        kept={last_admin}
        error={form.errorAt('roles')}
      />
      <Switch
        label={w.enabled}
        hint={w.enabled_hint}
        checked={form.values.is_active}
        unavailable={last_admin ? w.last_admin : null}
        onChecked={(on) => form.set({ is_active: on })}
      />
      <FormButtons>
        <Submit form={form}>{is_active && !form.values.is_active ? w.save_disabled : w.save}</Submit>
      </FormButtons>
    </Form>
  );
}
