import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../app/query-client.ts';
import { Button } from '../../components/button/button.tsx';
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx';
import { focusPageIfLost } from '../../components/reorder/focus-after.ts';
import { faultOf } from '../../components/states/fault-of.ts';
import { Failed, Loading } from '../../components/states/states.tsx';
import { notify, notifyFailure } from '../../components/toast/toast.tsx';
import { useWords } from '../../words/words-context.tsx';
import styles from './account.module.css';
import { SessionList } from './session-list.tsx';

/** The sessions of the signed-in account. */
export function OwnSessions() {
  const { account: w } = useWords();
  const { data, error, refetch } = useQuery({
    queryKey: keys.ownSessions,
    queryFn: ({ signal }) => api.listOwnSessions({ page_size: 100 }, { signal }),
  });
  const [asked, setAsked] = useState(false);
  const done = (words: string) => async () => {
    notify(words);
    await queryClient.invalidateQueries({ queryKey: keys.ownSessions });
    setAsked(false);
    focusPageIfLost();
  };
  const onError = (fault: unknown) => notifyFailure(faultOf(fault).message);
  const end = useMutation({
    mutationFn: (id: string) => api.endOwnSession({ id }),
    onSuccess: done(w.session_ended),
    onError,
  });
  const endOthers = useMutation({
    mutationFn: () => api.endOtherSessions(),
    onSuccess: done(w.others_ended),
    onError,
  });
  if (!data) return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={3} />;
  return (
    <>
      <SessionList
        sessions={data.items}
        ending={end.isPending ? end.variables : null}
        onEnd={(id) => end.mutate(id)}
      />
      {data.items.length > 1 && (
        <div className={styles.column}>
          <Button icon="sign_out" onClick={() => setAsked(true)}>
            {w.end_others}
          </Button>
        </div>
      )}
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        onConfirm={() => endOthers.mutate()}
        title={w.end_others_title}
        text={w.end_others_text}
        action={w.end_others}
        busy={endOthers.isPending}
      />
    </>
  );
}
