import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../api/client.ts';
import type { Role } from '../../api/permissions.ts';
import { Button } from '../../components/button/button.tsx';
import { Dialog } from '../../components/dialog/dialog.tsx';
import { TextField } from '../../components/field/text-field.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { notify } from '../../components/toast/toast.tsx';
import { useWords } from '../../words/words-context.tsx';
import { RoleChoice } from './role-choice.tsx';
import { usersChanged } from './use-users.ts';
import styles from './users.module.css';

/** A new account; afterwards its page, where a password link can be made. */
export function CreateUserDialog({ onClose }: { onClose(): void }) {
  const { users: w, components } = useWords();
  const [, navigate] = useLocation();
  const [email, setEmail] = useState('');
  const [fullname, setFullname] = useState('');
  const [password, setPassword] = useState('');
  const [roles, setRoles] = useState<Role[]>(['user']);
  const create = useMutation({
    mutationFn: () => api.createUser({ email, fullname, roles, ...(password && { password }) }),
    onSuccess: (user) => {
      void usersChanged();
      notify(w.created_toast);
      onClose();
      navigate(`/users/${user.id}`);
    },
  });
  const fault = create.error ? faultOf(create.error) : null;
  const of = (field: string) => fault?.details.find(({ path }) => path === field)?.message;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!create.isPending) create.mutate();
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={w.create_title}
      text={w.create_text}
      footer={
        <>
          <Button onClick={onClose}>{components.cancel}</Button>
          <Button look="primary" type="submit" form="new-user" busy={create.isPending}>
            {w.create}
          </Button>
        </>
      }
    >
      <form id="new-user" className={styles.form} onSubmit={submit}>
        {fault && fault.details.length === 0 && <Notice tone="bad">{fault.message}</Notice>}
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
        <TextField
          label={w.name}
          name="fullname"
          autoComplete="off"
          value={fullname}
          onValue={setFullname}
          error={of('fullname')}
        />
        <TextField
          label={w.password_optional}
          name="password"
          autoComplete="off"
          value={password}
          onValue={setPassword}
          error={of('password')}
        />
        <RoleChoice roles={roles} onRoles={setRoles} />
      </form>
    </Dialog>
  );
}
