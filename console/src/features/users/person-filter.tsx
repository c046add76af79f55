import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { Combobox } from '../../components/combobox/combobox.tsx';
import type { Option } from '../../components/select/select.tsx';
import { useLanguage } from '../../words/words-context.tsx';
import { calledOf } from './name-of.ts';
import { usePersonName } from './use-person-name.ts';

/** The most that one call gives. */
const SHOWN = 100;

interface Props {
  label: string;
  /** The entry that means everybody. */
  anybody: string;
  /** Empty for everybody. */
  value: string;
  onValue(id: string): void;
  /** Choices above the accounts; an account among them is not listed again. */
  before?: readonly Option<string>[];
  /** Choices below them. */
  after?: readonly Option<string>[];
}

/** An account, found by its name or e-mail: for bars of filters. */
export function PersonFilter(props: Props) {
  const { label, anybody, value, onValue, before = [], after = [] } = props;
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const { data: found } = useQuery({
    queryKey: keys.people(q),
    queryFn: ({ signal }) => api.listUsers({ ...(q && { q }), page_size: SHOWN }, { signal }),
    placeholderData: (last) => last,
  });
  const language = useLanguage();
  const people = (found?.items ?? [])
    .map((user) => ({ value: user.id, label: calledOf(user), ...(user.fullname && { hint: user.email }) }))
    .sort((one, other) => one.label.localeCompare(other.label, language));
  const others = people.filter((one) => !before.some((other) => other.value === one.value));
  const options: Option<string>[] = [...before, ...others, ...after];
  // Asked for even if it is listed, so that whoever puts the filter into words knows it.
  const isPerson = ![...before, ...after].some((one) => one.value === value);
  const name = usePersonName(isPerson ? value : '');
  if (value !== '' && !options.some((one) => one.value === value)) options.unshift({ value, label: name });
  return (
    <Combobox
      compact
      label={label}
      placeholder={anybody}
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
