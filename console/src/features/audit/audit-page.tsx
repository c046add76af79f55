import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { Button } from '../../components/button/button.tsx';
import { Page } from '../../components/page/page.tsx';
import { Failed, Filtered, Loading, State } from '../../components/states/states.tsx';
import { Table } from '../../components/table/table.tsx';
import { useSearchState } from '../../router/use-search.ts';
import { useWords } from '../../words/words-context.tsx';
import { AuditRow } from './audit-row.tsx';
import { type AuditSearch, auditSearch, filterOf, isFiltered, NOTHING_CHOSEN } from './audit-search.ts';
import { AuditToolbar } from './audit-toolbar.tsx';
import { useNames } from './use-names.ts';

const useEntries = (search: AuditSearch) => {
  return useInfiniteQuery({
    queryKey: keys.auditEntries(search),
    queryFn: ({ pageParam, signal }) =>
      api.listAuditEntries(
        { ...filterOf(search, Date.now()), page_size: 50, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
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
  const columns = [
    { key: 'when', label: w.when },
    { key: 'who', label: w.who },
    { key: 'what', label: w.what },
    { key: 'from', label: w.from },
  ];
  return (
    <Page title={w.title} text={w.text}>
      <AuditToolbar search={search} onSearch={(change) => setSearch(change, 'push')} />
      {!data && (error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading />)}
      {data &&
        entries.length === 0 &&
        (isFiltered(search) ? (
          <Filtered onClear={() => setSearch(NOTHING_CHOSEN)} />
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
