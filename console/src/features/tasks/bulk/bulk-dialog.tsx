import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../../components/button/button.tsx';
import { Dialog } from '../../../components/dialog/dialog.tsx';
import { Notice } from '../../../components/notice/notice.tsx';
import { faultOf } from '../../../components/states/fault-of.ts';
import { notify } from '../../../components/toast/toast.tsx';
import { useWords } from '../../../words/words-context.tsx';
import { useDescribe } from '../use-describe.ts';
import styles from './bulk.module.css';
import { type Action, countOf, fittingOf, isMatchedChanged, runBulk, type Target } from './bulk-action.ts';
import { BulkResults } from './bulk-results.tsx';

interface Props {
  action: Action;
  target: Target;
  onClose(): void;
  onDone(): void;
}

/** Asks before a bulk action with the number of tasks, runs it, and shows the result of each task. */
export function BulkDialog({ action, target: asked, onClose, onDone }: Props) {
  const { tasks: w } = useWords();
  const describe = useDescribe();
  const [done, setDone] = useState(0);
  // Frozen when the dialog opens: tasks to which the action applies only later are left alone.
  const [{ target, unfit }] = useState(() => fittingOf(action, asked));
  const count = countOf(target);
  const bulk = useMutation({
    mutationFn: () => runBulk(action, target, setDone),
    onSuccess: (results) => {
      if (results.some(({ ok }) => !ok)) return;
      notify(w.bulk_done(results.length, action));
      onDone();
      onClose();
    },
  });
  const close = () => {
    if (bulk.data) onDone();
    onClose();
  };
  const words = {
    cancel: [w.cancel_title, w.cancel_text, w.cancel_action],
    retry: [w.retry_title, w.retry_text, w.retry_action],
    delete: [w.delete_title, w.delete_text, w.delete_action],
  } as const;
  const [title, text, label] = words[action];
  const only = 'tasks' in target && count === 1 ? target.tasks[0]?.name : undefined;
  const changed = bulk.data?.filter(({ ok }) => ok).length ?? 0;
  return (
    <Dialog
      open
      onClose={close}
      title={bulk.data ? w.bulk_done(changed, action) : only ? w.one_title(action, only) : title(count)}
      text={bulk.data ? undefined : text}
      footer={
        bulk.data ? (
          <Button onClick={close}>{w.close}</Button>
        ) : (
          <>
            <Button onClick={close}>{w.back}</Button>
            <Button
              look={action === 'delete' ? 'danger' : 'primary'}
              busy={bulk.isPending}
              disabled={count === 0}
              onClick={() => bulk.mutate()}
            >
              {bulk.isPending ? w.counts(done, count) : label(count)}
            </Button>
          </>
        )
      }
    >
      {'search' in target && <p>{w.chosen_by_filter(describe(target.search))}</p>}
      {unfit > 0 && !bulk.data && <p className={styles.stay}>{w.stay(unfit, action)}</p>}
      {'search' in target && action !== 'delete' && !bulk.data && (
        <p className={styles.stay}>{w.stay_unknown[action]}</p>
      )}
      {bulk.error && (
        <Notice tone="bad">
          {isMatchedChanged(bulk.error) ? w.bulk_changed : faultOf(bulk.error).message}
        </Notice>
      )}
      {bulk.data && <BulkResults action={action} results={bulk.data} />}
    </Dialog>
  );
}
