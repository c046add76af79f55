import { SearchBox } from '../../components/search-box/search-box.tsx';
import { Select } from '../../components/select/select.tsx';
import { useWords } from '../../words/words-context.tsx';
import styles from './tasks.module.css';
import { STATUS_FILTERS, type TaskSearch } from './tasks-search.ts';
import { useTaskTypes, useTypeTitle } from './use-task-types.ts';
import { ViewsMenu } from './views/views-menu.tsx';

interface Props {
  search: TaskSearch;
  onSearch(change: Partial<TaskSearch>, how?: 'push' | 'replace'): void;
}

export function TaskToolbar({ search, onSearch }: Props) {
  const { tasks: w } = useWords();
  const { data: types = [] } = useTaskTypes();
  const titleOf = useTypeTitle();
  const statuses = [
    { value: '', label: w.any_status },
    ...STATUS_FILTERS.map((value) => ({ value, label: w.filters[value] })),
  ] as const;
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
      <ViewsMenu search={search} onSearch={(next) => onSearch(next, 'push')} />
    </search>
  );
}
