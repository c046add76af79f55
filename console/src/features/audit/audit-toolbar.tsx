import { Combobox } from '../../components/combobox/combobox.tsx';
import { DayField } from '../../components/field/read-field.tsx';
import { Select } from '../../components/select/select.tsx';
import { PersonFilter } from '../users/person-filter.tsx';
import styles from './audit.module.css';
import { ACTIONS, type AuditSearch, SPANS } from './audit-search.ts';
import { useAuditWords } from './use-audit-words.ts';

/** What the log calls the server itself. */
const SERVER = 'system';

interface Props {
  search: AuditSearch;
  onSearch(change: Partial<AuditSearch>): void;
}

/** Whose entries are shown, of what, how it ended and when. */
export function AuditToolbar({ search, onSearch }: Props) {
  const w = useAuditWords();
  const { actor, action, outcome, time } = search;
  return (
    <search className={styles.toolbar}>
      <PersonFilter
        label={w.who}
        anybody={w.anybody}
        value={actor}
        onValue={(next) => onSearch({ actor: next })}
        after={[{ value: SERVER, label: w.system }]}
      />
      <Combobox
        compact
        label={w.what}
        placeholder={w.any_action}
        options={ACTIONS.map((value) => ({ value, label: w.actions[value] }))}
        value={action || null}
        // Text that is no action leaves what was chosen.
        onValue={(next) =>
          onSearch({ action: next === null ? '' : (ACTIONS.find((one) => one === next) ?? action) })
        }
      />
      <Select<AuditSearch['outcome']>
        compact
        label={w.outcome}
        value={outcome}
        onValue={(next) => onSearch({ outcome: next })}
        options={[
          { value: '', label: w.any_outcome },
          { value: 'success', label: w.success },
          { value: 'failure', label: w.failure },
        ]}
      />
      <Select<AuditSearch['time']>
        compact
        label={w.when}
        value={time}
        active={time !== '' && (time !== 'days' || search.first !== '' || search.last !== '')}
        onValue={(next) => onSearch({ time: next })}
        options={[
          { value: '', label: w.any_time },
          ...SPANS.map((value) => ({ value, label: w.spans[value] })),
          { value: 'days', label: w.chosen_days },
        ]}
      />
      {time === 'days' && <Days search={search} onSearch={onSearch} />}
    </search>
  );
}

function Days({ search: { first, last }, onSearch }: Props) {
  const w = useAuditWords();
  return (
    <div className={styles.days}>
      <DayField
        compact
        label={w.first_day}
        placeholder={w.day_like(w.first_day)}
        value={first}
        onValue={(next) => onSearch({ first: next })}
      />
      <span aria-hidden="true">{w.until}</span>
      <DayField
        compact
        label={w.last_day}
        placeholder={w.day_like(w.last_day)}
        value={last}
        onValue={(next) => onSearch({ last: next })}
      />
    </div>
  );
}
