import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { Button } from '../../components/button/button.tsx';
import { Page } from '../../components/page/page.tsx';
import { Select } from '../../components/select/select.tsx';
import { Failed, Filtered, Loading, State } from '../../components/states/states.tsx';
import { Table } from '../../components/table/table.tsx';
import { useSearchState } from '../../router/use-search.ts';
import { useWords } from '../../words/words-context.tsx';
import styles from './audit.module.css';
import { AuditRow } from './audit-row.tsx';
import { ACTIONS, type AuditSearch, auditSearch } from './audit-search.ts';
import { useNames } from './use-names.ts';

const useEntries = (search: AuditSearch) => {
  const { action, outcome } = search;
  const filter = { ...(action && { action }), ...(outcome && { outcome }) };
  return useInfiniteQuery({
    queryKey: keys.auditEntries(filter),
    queryFn: ({ pageParam, signal }) =>
      api.listAuditEntries({ ...filter, page_size: 50, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (before) => before,
  });
};

/** Who did what, newest first. */
export default function AuditPage() {
  const { audit: w } = useWords();
  const [search, setSearch] = useSearchState(auditSearch);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useEntries(search);
  const entries = data?.pages.flatMap((page) => page.items) ?? [];
  const names = useNames(entries);
  const filtered = search.action !== '' || search.outcome !== '';
  const columns = [
    { key: 'when', label: w.when },
    { key: 'who', label: w.who },
    { key: 'what', label: w.what },
    { key: 'from', label: w.from },
  ];
  return (
    <Page title={w.title} text={w.text}>
      <search className={styles.toolbar}>
        <Select<AuditSearch['action']>
          compact
          label={w.what}
          value={search.action}
          onValue={(action) => setSearch({ action }, 'push')}
          options={[
            { value: '', label: w.any_action },
            ...ACTIONS.map((value) => ({ value, label: w.actions[value] })),
          ]}
        />
        <Select<AuditSearch['outcome']>
          compact
          label={w.outcome}
          value={search.outcome}
          onValue={(outcome) => setSearch({ outcome }, 'push')}
          options={[
            { value: '', label: w.any_outcome },
            { value: 'success', label: w.success },
            { value: 'failure', label: w.failure },
          ]}
        />
      </search>
      {!data && (error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading />)}
      {data &&
        entries.length === 0 &&
        (filtered ? (
          <Filtered onClear={() => setSearch({ action: '', outcome: '' })} />
        ) : (
          <State icon="eye" title={w.empty_title} />
        ))}
      {entries.length > 0 && (
        <Table label={w.title} columns={columns}>
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} names={names} />
          ))}
        </Table>
      )}
      {hasNextPage && (
        <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {w.more}
        </Button>
      )}
    </Page>
  );
}
