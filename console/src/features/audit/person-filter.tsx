import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { Combobox } from '../../components/combobox/combobox.tsx';
import { useWords } from '../../words/words-context.tsx';

/** What the log calls the server itself. */
const SERVER = 'system';
const SHOWN = 20;
/** Of an id, where nothing else is known. */
const END = 6;

const nameOf = ({ fullname, email }: { fullname: string; email: string }): string =>
  fullname ? `${fullname} · ${email}` : email;

/** Whose entries are shown: an account found by its name or e-mail, or the server itself. */
export function PersonFilter({ value, onValue }: { value: string; onValue(id: string): void }) {
  const { audit: w } = useWords();
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const { data: found } = useQuery({
    queryKey: keys.auditPeople(q),
    queryFn: ({ signal }) => api.listUsers({ ...(q && { q }), page_size: SHOWN }, { signal }),
    placeholderData: (before) => before,
  });
  const options = [
    ...(found?.items ?? []).map((user) => ({ value: user.id, label: nameOf(user) })),
    { value: SERVER, label: w.system },
  ];
  const isListed = options.some((one) => one.value === value);
  const { data: chosen } = useQuery({
    enabled: value !== '' && found !== undefined && !isListed,
    queryKey: keys.user(value),
    queryFn: ({ signal }) => api.getUser({ id: value }, { signal }),
    retry: false,
  });
  if (value !== '' && !isListed)
    options.unshift({ value, label: chosen ? nameOf(chosen) : w.unnamed(w.kinds.user, value.slice(-END)) });
  return (
    <Combobox
      compact
      label={w.who}
      placeholder={w.anybody}
      options={options}
      value={value || null}
      onTyped={setTyped}
      // Text that is nobody leaves who was chosen.
      onValue={(next) => {
        if (next === null) onValue('');
        else if (options.some((one) => one.value === next)) onValue(next);
      }}
    />
  );
}
