import type { User } from '@client';
import { useEffect } from 'react';
import { api } from '../../api/client.ts';
import { TextField } from '../../components/field/text-field.tsx';
import { Form, FormButtons, Submit } from '../../components/form/form.tsx';
import { useForm } from '../../components/form/use-form.ts';
import { useKeepingChanges, useKept } from '../../components/kept-form/use-kept.ts';
import { Section } from '../../components/page/page.tsx';
import { notify } from '../../components/toast/toast.tsx';
import { useWords } from '../../words/words-context.tsx';
import { draftOfQuotas, type QuotaDraft, quotasOf, unreadable } from './quota-draft.ts';
import { useQuotaWords } from './use-quota-words.ts';
import { usersChanged } from './use-users.ts';
import styles from './users.module.css';

/** The limits of one account, which an administrator sets. */
export function EditQuotas({ user }: { user: User }) {
  const w = useQuotaWords();
  if (user.roles.includes('admin')) return <Section title={w.title} text={w.unlimited} />;
  return (
    <Section title={w.title} text={w.text}>
      <QuotaForm user={user} />
    </Section>
  );
}

function QuotaForm({ user: { id, quotas, updated_at } }: { user: User }) {
  const w = useQuotaWords();
  const { users } = useWords();
  const saved = draftOfQuotas(quotas);
  const kept = useKept<QuotaDraft>(`quotas ${id}`);
  const form = useForm(saved, {
    before: kept.before,
    missing: (draft) =>
      unreadable(draft).map((name) => ({
        path: `quotas.${name}`,
        message: name === 'stored_bytes' ? w.no_amount : w.no_number,
      })),
    ready: (draft) => JSON.stringify(draft) !== JSON.stringify(saved),
    send: (draft) => api.updateUser({ id, quotas: quotasOf(draft) }),
    onSent: () => {
      notify(users.saved);
      return usersChanged();
    },
  });
  useKeepingChanges(kept, form.values, saved);
  // As in the other form of the page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version of the user is what is shown
  useEffect(() => form.follow(saved), [updated_at]);
  const field = (name: keyof QuotaDraft) => ({
    ...form.text(name, `quotas.${name}`),
    placeholder: w.as_set,
    inputMode: name === 'stored_bytes' ? ('decimal' as const) : ('numeric' as const),
    autoComplete: 'off',
  });
  return (
    <Form form={form}>
      <div className={styles.quotas}>
        <TextField label={w.active_tasks} {...field('active_tasks')} />
        <TextField label={w.tasks_per_day} {...field('tasks_per_day')} />
        <TextField label={w.running_items} hint={w.running_hint} {...field('running_items')} />
        <TextField label={w.stored} {...field('stored_bytes')} />
      </div>
      <FormButtons>
        <Submit form={form}>{w.save}</Submit>
      </FormButtons>
    </Form>
  );
}
