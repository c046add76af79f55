import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../../components/button/button.tsx';
import { Dialog } from '../../../components/dialog/dialog.tsx';
import { Notice } from '../../../components/notice/notice.tsx';
import { faultOf } from '../../../components/states/fault-of.ts';
import { notify } from '../../../components/toast/toast.tsx';
import { useWords } from '../../../words/words-context.tsx';
import { useDescribe } from '../use-describe.ts';
import { type Action, countOf, fits, isMatchedChanged, runBulk, type Target } from './bulk-action.ts';
import { BulkResults } from './bulk-results.tsx';

interface Props {
  action: Action;
  target: Target;
  onClose(): void;
  onDone(): void;
}

/** Says what will happen to how many and which, does it, and says what happened to each. */
export function BulkDialog({ action, target, onClose, onDone }: Props) {
  const { tasks: w, components } = useWords();
  const describe = useDescribe();
  const [done, setDone] = useState(0);
  const count = countOf(target);
  const bulk = useMutation({
    mutationFn: () => runBulk(action, target, setDone),
    onSuccess: (results) => {
      if (results.some(({ ok }) => !ok)) return;
      notify(w.bulk_done(results.length));
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
  const eligible = 'tasks' in target ? target.tasks.filter(fits[action]).length : null;
  return (
    <Dialog
      open
      onClose={close}
      title={title(count)}
      text={text}
      footer={
        bulk.data ? (
          <Button onClick={close}>{w.close}</Button>
        ) : (
          <>
            <Button onClick={close}>{action === 'cancel' ? w.back : components.cancel}</Button>
            <Button
              look={action === 'delete' ? 'danger' : 'primary'}
              busy={bulk.isPending}
              disabled={eligible === 0}
              onClick={() => bulk.mutate()}
            >
              {bulk.isPending ? w.counts(done, count) : label(count)}
            </Button>
          </>
        )
      }
    >
      <p>{'ids' in target ? w.chosen_by_hand : w.chosen_by_filter(describe(target.search))}</p>
      {eligible !== null && eligible < count && !bulk.data && (
        <Notice tone="info">{w.eligible(eligible, count, action)}</Notice>
      )}
      {bulk.error && (
        <Notice tone="bad">
          {isMatchedChanged(bulk.error) ? w.bulk_changed : faultOf(bulk.error).message}
        </Notice>
      )}
      {bulk.data && <BulkResults results={bulk.data} />}
    </Dialog>
  );
}
