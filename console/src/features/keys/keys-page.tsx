import type { ApiKey } from '@client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { usePages } from '../../api/use-pages.ts';
import { queryClient } from '../../app/query-client.ts';
import { Button } from '../../components/button/button.tsx';
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx';
import { useKept } from '../../components/kept-form/use-kept.ts';
import { Page } from '../../components/page/page.tsx';
import { ShowMore } from '../../components/pager/show-more.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { Failed, Loading, State } from '../../components/states/states.tsx';
import { Table } from '../../components/table/table.tsx';
import { notify, notifyFailure } from '../../components/toast/toast.tsx';
import { useUser } from '../../session/use-session.ts';
import { KeyRow } from './key-row.tsx';
import { type KeyDraft, NewKeyDialog } from './new-key-dialog.tsx';
import { useKeyWords } from './use-key-words.ts';

/** The API keys of the account. */
export default function KeysPage() {
  const w = useKeyWords();
  const me = useUser();
  const kept = useKept<KeyDraft>('key');
  const [creating, setCreating] = useState(kept.before !== null);
  const close = () => {
    kept.forget();
    setCreating(false);
  };
  const [asked, setAsked] = useState<ApiKey | null>(null);
  const {
    first,
    items: shown,
    error,
    refetch,
    more,
  } = usePages({
    key: keys.apiKeys,
    // An administrator's list would hold the keys of everybody.
    read: (at, options) => api.listApiKeys({ owner_id: me.id, ...at }, options),
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.deleteApiKey({ id }),
    onSuccess: () => {
      notify(w.deleted);
      return queryClient.invalidateQueries({ queryKey: keys.apiKeys });
    },
    onError: (fault) => notifyFailure(faultOf(fault).message),
    // Meanwhile the question may be about another key.
    onSettled: (_answer, _error, id) => setAsked((now) => (now?.id === id ? null : now)),
  });
  const make = (
    <Button look="primary" icon="plus" onClick={() => setCreating(true)}>
      {w.new}
    </Button>
  );
  const columns = [
    { key: 'name', label: w.name },
    { key: 'permissions', label: w.permissions },
    { key: 'used', label: w.last_used },
    { key: 'expires', label: w.expires },
    { key: 'actions', label: w.actions, hidden: true },
  ];
  const empty = first !== undefined && shown.length === 0;
  return (
    <Page title={w.title} text={w.text} actions={!empty && make}>
      {!first && (error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading />)}
      {empty && (
        <State icon="key" title={w.empty_title} text={w.empty_text}>
          {make}
        </State>
      )}
      {first && !empty && (
        <Table label={w.title} columns={columns}>
          {shown.map((one) => (
            <KeyRow key={one.id} api_key={one} onDelete={() => setAsked(one)} />
          ))}
        </Table>
      )}
      <ShowMore {...more} />
      {creating && <NewKeyDialog kept={kept} onClose={close} />}
      <ConfirmDialog
        open={asked !== null}
        onClose={() => setAsked(null)}
        onConfirm={() => asked && remove.mutate(asked.id)}
        title={w.delete_title(asked?.name ?? '')}
        text={w.delete_text}
        action={w.delete}
        danger
        busy={remove.isPending}
      />
    </Page>
  );
}
