import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { usePages } from '../../api/use-pages.ts';
import { Page } from '../../components/page/page.tsx';
import { ShowMore } from '../../components/pager/show-more.tsx';
import { Failed, Filtered, Loading, State } from '../../components/states/states.tsx';
import { Table } from '../../components/table/table.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { useSearchState } from '../../router/use-search.ts';
import { useWords } from '../../words/words-context.tsx';
import { AuditRow } from './audit-row.tsx';
import { type AuditSearch, auditSearch, filterOf, isFiltered, NOTHING_CHOSEN } from './audit-search.ts';
import { AuditToolbar } from './audit-toolbar.tsx';
import { useAuditWords } from './use-audit-words.ts';
import { useNames } from './use-names.ts';

const useEntries = (search: AuditSearch) =>
  usePages({
    key: keys.auditEntries(search),
    read: (at, options) => api.listAuditEntries({ ...filterOf(search, Date.now()), ...at }, options),
    stays: true,
  });

/** Who did what, newest first. */
export default function AuditPage() {
  const w = useAuditWords();
  const { shell } = useWords();
  const formats = useFormats();
  const [search, setSearch] = useSearchState(auditSearch);
  const { first, items: entries, error, refetch, more } = useEntries(search);
  const names = useNames(entries);
  const columns = [
    { key: 'when', label: w.when_in(formats.zone()) },
    { key: 'who', label: w.who },
    { key: 'what', label: w.what },
    { key: 'from', label: w.from },
  ];
  return (
    <Page title={shell.audit} text={w.text}>
      <AuditToolbar search={search} onSearch={(change) => setSearch(change, 'push')} />
      {!first && (error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading />)}
      {first &&
        entries.length === 0 &&
        (isFiltered(search) ? (
          <Filtered onClear={() => setSearch(NOTHING_CHOSEN)} />
        ) : (
          <State icon="eye" title={w.empty_title} />
        ))}
      {entries.length > 0 && (
        <Table label={shell.audit} columns={columns}>
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} names={names} />
          ))}
        </Table>
      )}
      <ShowMore {...more} />
    </Page>
  );
}
