import type { User } from '@client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../../api/client.ts';
import { Button } from '../../components/button/button.tsx';
import { TextField } from '../../components/field/text-field.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { Switch } from '../../components/switch/switch.tsx';
import { notify } from '../../components/toast/toast.tsx';
import { useWords } from '../../words/words-context.tsx';
import { RoleChoice } from './role-choice.tsx';
import { usersChanged } from './use-users.ts';
import styles from './users.module.css';

export function EditUser({ user, last_admin }: { user: User; last_admin: boolean }) {
  const { users: w } = useWords();
  const [fullname, setFullname] = useState(user.fullname);
  const [email, setEmail] = useState(user.email);
  const [roles, setRoles] = useState(user.roles);
  const [is_active, setActive] = useState(user.is_active);
  const save = useMutation({
    mutationFn: () => api.updateUser({ id: user.id, fullname, email, roles, is_active }),
    onSuccess: () => {
      notify(w.saved);
      return usersChanged();
    },
  });
  const fault = save.error ? faultOf(save.error) : null;
  const of = (field: string) => fault?.details.find(({ path }) => path === field)?.message;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      {fault && fault.details.length === 0 && <Notice tone="bad">{fault.message}</Notice>}
      <div className={styles.column}>
        <TextField
          label={w.name}
          name="fullname"
          autoComplete="off"
          value={fullname}
          onValue={setFullname}
          error={of('fullname')}
        />
        <TextField
          label={w.email}
          type="email"
          name="email"
          autoComplete="off"
          required
          value={email}
          onValue={setEmail}
          error={of('email')}
        />
      </div>
      <RoleChoice roles={roles} onRoles={setRoles} kept={last_admin ? 'admin' : null} />
      <Switch
        label={w.enabled}
        hint={w.enabled_hint}
        checked={is_active}
        disabled={last_admin}
        onChecked={setActive}
      />
      <div className={styles.buttons}>
        <Button look="primary" type="submit" busy={save.isPending}>
          {w.save}
        </Button>
      </div>
    </form>
  );
}
