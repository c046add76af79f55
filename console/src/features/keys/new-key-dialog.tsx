import { useState } from 'react';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { may, PERMISSIONS, type Permission } from '../../api/permissions.ts';
import { queryClient } from '../../app/query-client.ts';
import { Checkbox } from '../../components/checkbox/checkbox.tsx';
import { Checks } from '../../components/checkbox/checks.tsx';
import { ShownOnceDialog } from '../../components/copy/shown-once-dialog.tsx';
import { TextField } from '../../components/field/text-field.tsx';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { knownFaults } from '../../components/form/known-faults.ts';
import { useForm } from '../../components/form/use-form.ts';
import { type Kept, useKeeping } from '../../components/kept-form/use-kept.ts';
import { Notice } from '../../components/notice/notice.tsx';
import { Select } from '../../components/select/select.tsx';
import { useUser } from '../../session/use-session.ts';
import { useKeyWords } from './use-key-words.ts';

const DAY_MS = 86_400_000;
const LIVES = ['30', '90', '365', ''] as const;
type Days = (typeof LIVES)[number];

const endOf = (days: Days): string | null =>
  days === '' ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString();

export interface KeyDraft {
  name: string;
  permissions: Permission[];
  days: Days;
}

const EMPTY: KeyDraft = { name: '', permissions: ['read'], days: '90' };

/** Creates an API key with a name, permissions and a lifetime, then shows it once. */
export function NewKeyDialog({ kept, onClose }: { kept: Kept<KeyDraft>; onClose(): void }) {
  const w = useKeyWords();
  const user = useUser();
  const own = PERMISSIONS.filter((permission) => may(user, permission));
  const [made, setMade] = useState<string | null>(null);
  const form = useForm(
    { ...EMPTY, ...kept.before },
    {
      missing: ({ name, permissions }) =>
        knownFaults({
          name: name.trim() === '' && w.fill_in,
          permissions: permissions.length === 0 && w.none_chosen,
        }),
      send: ({ name, permissions, days }) =>
        api.createApiKey({ name: name.trim(), permissions, expires_at: endOf(days) }),
      onSent: ({ key }) => {
        kept.forget();
        setMade(key);
        return queryClient.invalidateQueries({ queryKey: keys.apiKeys });
      },
    },
  );
  useKeeping(kept, form.values, EMPTY);
  if (made !== null)
    return (
      <ShownOnceDialog
        title={w.made_title}
        text={w.made_text}
        label={w.key}
        value={made}
        close={w.close}
        onClose={onClose}
      />
    );
  const without = form.fault?.details.find(({ path }) => path === 'permissions');
  const { permissions, days } = form.values;
  const toggle = (permission: Permission, on: boolean) =>
    form.set({ permissions: own.filter((one) => (one === permission ? on : permissions.includes(one))) });
  return (
    <FormDialog form={form} onClose={onClose} title={w.new_title} text={w.new_text} action={w.create}>
      <TextField
        label={w.name}
        hint={w.name_hint}
        maxLength={100}
        autoComplete="off"
        required
        {...form.text('name')}
      />
      <Checks name={w.permissions}>
        {own.map((permission) => (
          <Checkbox
            key={permission}
            label={w.permission_text[permission]}
            checked={permissions.includes(permission)}
            onChecked={(on) => toggle(permission, on)}
          >
            {w.permission_text[permission]}
          </Checkbox>
        ))}
      </Checks>
      {without && <Notice tone="bad">{without.message}</Notice>}
      <Select<Days>
        label={w.lives}
        value={days}
        onValue={(next) => form.set({ days: next })}
        options={LIVES.map((value) => ({
          value,
          label: value === '' ? w.never_expires : w.days(Number(value)),
        }))}
      />
    </FormDialog>
  );
}
