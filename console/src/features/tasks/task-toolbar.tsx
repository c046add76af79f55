import { seesAll } from '../../api/permissions.ts';
import { ComboboxSoon } from '../../components/combobox/combobox-soon.tsx';
import { FilterFold } from '../../components/filters/filter-fold.tsx';
import { SearchBox } from '../../components/search-box/search-box.tsx';
import { Select } from '../../components/select/select.tsx';
import { late } from '../../router/late.tsx';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import { calledOf } from '../users/name-of.ts';
import styles from './tasks.module.css';
import { SPANS, STATUS_FILTERS, type TaskSearch } from './tasks-search.ts';
import { useTaskTypes, useTypeTitle } from './use-task-types.ts';
import { ViewsMenu } from './views/views-menu.tsx';

/** A list to type in would be a tenth of what the first page loads. */
const PersonFilter = late(() => import('../users/person-filter.tsx').then((module) => module.PersonFilter));

interface Props {
  search: TaskSearch;
  onSearch(change: Partial<TaskSearch>, how?: 'push' | 'replace'): void;
}

export function TaskToolbar({ search, onSearch }: Props) {
  const { tasks: w } = useWords();
  const { data: types = [] } = useTaskTypes();
  const titleOf = useTypeTitle();
  const user = useUser();
  const owners = seesAll(user);
  const statuses = [
    { value: '', label: w.any_status },
    ...STATUS_FILTERS.map((value) => ({
      value,
      label: w.filters[value],
      // Above the line, what stands for several of those below it.
      apart: value === 'pending',
    })),
  ];
  const typeOptions = [
    { value: '', label: w.any_type },
    ...types.map(({ type }) => ({ value: type, label: titleOf(type) })),
  ];
  return (
    <search className={styles.toolbar}>
      <SearchBox
        label={w.search_label}
        placeholder={w.search}
        value={search.q}
        onValue={(q) => onSearch({ q })}
      />
      <FilterFold
        active={[search.status, search.type, search.time, owners && search.owner].filter(Boolean).length}
        beside={<ViewsMenu search={search} onSearch={(next) => onSearch(next, 'push')} />}
      >
        <Select
          compact
          label={w.status}
          options={statuses}
          value={search.status}
          onValue={(next) => onSearch({ status: next as TaskSearch['status'] }, 'push')}
        />
        <Select
          compact
          label={w.type}
          options={typeOptions}
          value={search.type}
          onValue={(type) => onSearch({ type }, 'push')}
        />
        <Select
          compact
          label={w.created}
          options={[
            { value: '', label: w.any_time },
            ...SPANS.map((value) => ({ value, label: w.spans[value] })),
          ]}
          value={search.time}
          onValue={(time) => onSearch({ time }, 'push')}
        />
        {owners && (
          <PersonFilter
            soon={<ComboboxSoon label={w.owner} placeholder={w.any_owner} />}
            label={w.owner}
            anybody={w.any_owner}
            before={[{ value: user.id, label: w.mine, hint: calledOf(user) }]}
            value={search.owner}
            onValue={(owner) => onSearch({ owner }, 'push')}
          />
        )}
      </FilterFold>
    </search>
  );
}
