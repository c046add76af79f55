import { useState } from 'react';
import { Button } from '../../../components/button/button.tsx';
import { Dialog } from '../../../components/dialog/dialog.tsx';
import { Notice } from '../../../components/notice/notice.tsx';
import { faultOf } from '../../../components/states/fault-of.ts';
import { useUser } from '../../../session/use-session.ts';
import { useWords } from '../../../words/words-context.tsx';
import { mayChange } from '../../task/use-may-change.ts';
import { isFiltered, type TaskSearch } from '../tasks-search.ts';
import { useDescribe } from '../use-describe.ts';
import styles from './bulk.module.css';
import { type Action, countOf, fits, fittingOf, isMatchedChanged, type Target } from './bulk-action.ts';
import { BulkResults } from './bulk-results.tsx';
import { useBulk } from './use-bulk.ts';

interface Props {
  action: Action;
  target: Target;
  onClose(): void;
  onDone(): void;
}

/** Asks before a bulk action with the number of tasks, runs it, and shows the result of each task. */
export function BulkDialog({ action, target: asked, onClose, onDone }: Props) {
  const { tasks: w, components } = useWords();
  // Frozen when the dialog opens: tasks to which the action applies only later are left alone.
  const user = useUser();
  const [split] = useState(() => fittingOf(action, asked, (task) => mayChange(user, task)));
  const { target } = split;
  const count = countOf(target);
  const { bulk, done } = useBulk({ action, target, onDone, onClose });
  const close = () => {
    if (bulk.data) onDone();
    onClose();
  };
  // Asking again for the same number would be refused again.
  const outdated = isMatchedChanged(bulk.error);
  const lookAgain = () => {
    onDone();
    onClose();
  };
  const words = {
    cancel: [w.cancel_title, w.cancel_text, w.cancel_action],
    retry: [w.retry_title, w.retry_text, w.retry_action],
    delete: [w.delete_title, count === 1 ? w.delete_text_one : w.delete_text, w.delete_action],
  } as const;
  const [title, text, label] = words[action];
  const only = 'tasks' in target && count === 1 ? target.tasks[0]?.name : undefined;
  const changed = bulk.data?.filter(({ ok }) => ok).length ?? 0;
  return (
    <Dialog
      open
      onClose={close}
      title={bulk.data ? w.bulk_done(changed, action) : only ? w.one_title(action, only) : title(count)}
      text={bulk.data ? undefined : <Text text={text} action={action} split={split} />}
      footer={
        bulk.data ? (
          <Button onClick={close}>{w.close}</Button>
        ) : (
          <>
            <Button onClick={close}>{action === 'cancel' ? w.keep_tasks(count) : components.cancel}</Button>
            {outdated ? (
              <Button look="primary" onClick={lookAgain}>
                {w.look_again}
              </Button>
            ) : (
              <Button
                look={action === 'delete' ? 'danger' : 'primary'}
                busy={bulk.isPending}
                disabled={count === 0}
                onClick={() => bulk.mutate()}
              >
                {bulk.isPending ? w.counts(done, count) : label(count)}
              </Button>
            )}
          </>
        )
      }
    >
      {bulk.error && <Notice tone="bad">{outdated ? w.bulk_changed : faultOf(bulk.error).message}</Notice>}
      {bulk.data && <BulkResults action={action} results={bulk.data} />}
    </Dialog>
  );
}

/** What has not ended is deleted as well. */
const isRunning = fits.cancel;

interface TextProps {
  text: string;
  action: Action;
  split: ReturnType<typeof fittingOf>;
}

/** What the action does, and what it leaves alone: all of it is the description, which is read out when the dialog opens. */
function Text({ text, action, split: { target, unfit, foreign } }: TextProps) {
  const { tasks: w } = useWords();
  const search = 'search' in target ? target.search : null;
  const running = action === 'delete' && 'tasks' in target ? target.tasks.filter(isRunning).length : 0;
  const remarks = [
    search && !isFiltered(search) && w.chosen_all,
    foreign > 0 && w.stay_foreign(foreign),
    unfit > 0 && w.stay(unfit, action),
    running > 0 && w.delete_running(running, countOf(target)),
    search && (action === 'delete' ? w.delete_running_unknown : w.stay_unknown[action]),
  ];
  return (
    <>
      {text}
      {search && isFiltered(search) && <Chosen search={search} />}
      {remarks.map(
        (remark) =>
          remark && (
            <span key={remark} className={styles.remark}>
              {remark}
            </span>
          ),
      )}
    </>
  );
}

/** Which tasks a filter has chosen. */
function Chosen({ search }: { search: TaskSearch }) {
  const { tasks: w } = useWords();
  const described = useDescribe({ ...search, order: '' });
  return <span className={styles.remark}>{w.chosen_by_filter(described)}</span>;
}
