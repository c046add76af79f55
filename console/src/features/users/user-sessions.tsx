import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../app/query-client.ts';
import { Button } from '../../components/button/button.tsx';
import { ButtonRow } from '../../components/button/button-row.tsx';
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx';
import { focusPageIfLost } from '../../components/reorder/focus-after.ts';
import { faultOf } from '../../components/states/fault-of.ts';
import { Failed, Loading } from '../../components/states/states.tsx';
import { notify, notifyFailure } from '../../components/toast/toast.tsx';
import { useWords } from '../../words/words-context.tsx';
import { SessionList } from '../account/session-list.tsx';
import styles from './users.module.css';

/** The sessions of another account. */
export function UserSessions({ user_id: id }: { user_id: string }) {
  const { users: w, account } = useWords();
  const { data, error, refetch } = useQuery({
    queryKey: keys.userSessions(id),
    queryFn: ({ signal }) => api.listSessions({ id, page_size: 100 }, { signal }),
  });
  const [asked, setAsked] = useState(false);
  const done = (words: string) => async () => {
    notify(words);
    await queryClient.invalidateQueries({ queryKey: keys.userSessions(id) });
    setAsked(false);
    focusPageIfLost();
  };
  const onError = (fault: unknown) => notifyFailure(faultOf(fault).message);
  const end = useMutation({
    mutationFn: (session_id: string) => api.endSession({ id, session_id }),
    onSuccess: done(account.session_ended),
    onError,
  });
  const endAll = useMutation({
    mutationFn: () => api.endSessions({ id }),
    onSuccess: done(w.all_ended),
    onError,
  });
  if (!data) return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={2} />;
  if (data.items.length === 0) return <p className={styles.note}>{w.sessions_none}</p>;
  return (
    <>
      <SessionList
        sessions={data.items}
        ending={end.isPending ? end.variables : null}
        onEnd={(session_id) => end.mutate(session_id)}
      />
      <ButtonRow>
        <Button icon="sign_out" onClick={() => setAsked(true)}>
          {w.end_all}
        </Button>
      </ButtonRow>
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        onConfirm={() => endAll.mutate()}
        title={w.end_all_title}
        text={w.end_all_text}
        action={w.end_all}
        busy={endAll.isPending}
      />
    </>
  );
}
