import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient } from '../../app/query-client.ts';
import { Button } from '../../components/button/button.tsx';
import { ButtonRow } from '../../components/button/button-row.tsx';
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx';
import { focusPlaceIfLost, rowAt } from '../../components/reorder/row-after.ts';
import { faultOf } from '../../components/states/fault-of.ts';
import { Failed, Loading } from '../../components/states/states.tsx';
import { notify, notifyFailure } from '../../components/toast/toast.tsx';
import { SessionList, type ShownSession } from './session-list.tsx';
import styles from './sessions.module.css';
import { useAccountWords } from './use-account-words.ts';

interface Props {
  of: readonly string[];
  list(options: { signal: AbortSignal }): Promise<{ items: ShownSession[] }>;
  end(id: string): Promise<unknown>;
  /** Ends all of them but the one in which this is asked. */
  endAll(): Promise<unknown>;
  words: { action: string; title: string; text: string; done: string };
}

/** The sessions of an account, each with a button that ends it. An account has 50 at most. */
export function Sessions({ of, list, end, endAll, words }: Props) {
  const w = useAccountWords();
  const { data, error, refetch } = useQuery({ queryKey: of, queryFn: ({ signal }) => list({ signal }) });
  const [asked, setAsked] = useState(false);
  const done = (said: string) => async () => {
    const place = rowAt(document.activeElement);
    notify(said);
    await queryClient.invalidateQueries({ queryKey: of });
    focusPlaceIfLost(place);
  };
  const onError = (fault: unknown) => notifyFailure(faultOf(fault).message);
  const ending = useMutation({ mutationFn: end, onSuccess: done(w.session_ended), onError });
  const endingAll = useMutation({
    mutationFn: endAll,
    async onSuccess() {
      await done(words.done)();
      setAsked(false);
    },
    onError,
  });
  if (!data) return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={3} />;
  if (data.items.length === 0) return <p className={styles.none}>{w.sessions_none}</p>;
  return (
    <>
      <SessionList
        sessions={data.items}
        ending={ending.isPending ? ending.variables : null}
        onEnd={(id) => ending.mutate(id)}
      />
      {data.items.some(({ current }) => !current) && (
        <ButtonRow>
          <Button icon="sign_out" onClick={() => setAsked(true)}>
            {words.action}
          </Button>
        </ButtonRow>
      )}
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        onConfirm={() => endingAll.mutate()}
        title={words.title}
        text={words.text}
        action={words.action}
        busy={endingAll.isPending}
      />
    </>
  );
}
