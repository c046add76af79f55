import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { faultOf } from '../../../components/states/fault-of.ts';
import { notify, notifyFailure } from '../../../components/toast/toast.tsx';
import { undo as en } from '../../../words/en/undo.ts';
import { useOwnWords, useWords } from '../../../words/words-context.tsx';
import { undo as zh } from '../../../words/zh/undo.ts';
import { type Action, runBulk, type Target } from './bulk-action.ts';

/** Words that only the message after an undo needs. */
const WORDS = { en, zh };

interface Options {
  action: Action;
  target: Target;
  onDone(): void;
  onClose(): void;
}

/** Runs a bulk action, and says what came of it where the dialog that would show it was closed. */
export function useBulk({ action, target, onDone, onClose }: Options) {
  const { tasks: w } = useWords();
  const own = useOwnWords(WORDS);
  const [done, setDone] = useState(0);
  const open = useRef(true);
  useEffect(() => {
    open.current = true;
    return () => {
      open.current = false;
    };
  }, []);
  const undo = useMutation({
    mutationFn: (ids: string[]) => runBulk('undo_cancel', { ids, tasks: [] }, () => {}),
    onSuccess(results) {
      const failed = results.find(({ ok }) => !ok);
      const words = own.undone(results.filter(({ ok }) => ok).length);
      if (failed) notifyFailure(words, failed.message ?? '');
      else notify(words);
    },
    onError: (error) => notifyFailure(faultOf(error).message),
  });
  const bulk = useMutation({
    mutationFn: () => runBulk(action, target, setDone),
    onSuccess: (results) => {
      if (open.current && results.some(({ ok }) => !ok)) return;
      const failed = results.find(({ ok, skipped }) => !ok && !skipped);
      const changed = results.filter(({ ok }) => ok).map(({ id }) => id);
      const words = w.bulk_done(changed.length, action);
      if (failed) notifyFailure(words, failed.message ?? '');
      else if (action === 'cancel')
        notify(words, { action: { label: w.undo, run: () => undo.mutate(changed) } });
      else notify(words);
      onDone();
      onClose();
    },
  });
  return { bulk, done };
}
