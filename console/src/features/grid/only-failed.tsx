import type { TaskDetail } from '@client';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { Button } from '../../components/button/button.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { notifyFailure } from '../../components/toast/toast.tsx';
import { useWords } from '../../words/words-context.tsx';
import type { Variable } from './view/matrix.ts';
import { showingOnly } from './view/only.ts';
import type { View } from './view/view.ts';

/** More failed cells than this are not looked at. */
const MOST_FAILED = 1_000;

interface Props {
  task: TaskDetail;
  variables: readonly Variable[];
  show: View['show'];
  onShow(show: View['show']): void;
}

/** Hides the values of which no cell failed, and shows all values again. */
export function OnlyFailed({ task: { id, failed_items }, variables, show, onShow }: Props) {
  const { grid: w } = useWords();
  const { mutate, isPending } = useMutation({
    mutationFn: async () => {
      const failed: number[] = [];
      for await (const { index } of api.listItems({ id, status: 'failed', page_size: 100 }))
        if (failed.push(index) >= MOST_FAILED) break;
      return failed;
    },
    onSuccess: (failed) => onShow(showingOnly(variables, failed)),
    onError: (error) => notifyFailure(faultOf(error).message),
  });
  if (Object.keys(show).length > 0) return <Button onClick={() => onShow({})}>{w.show_all}</Button>;
  if (failed_items === 0) return null;
  return (
    <Button icon="alert" busy={isPending} onClick={() => mutate()}>
      {w.only_failed}
    </Button>
  );
}
