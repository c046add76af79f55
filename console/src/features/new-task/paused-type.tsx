import type { TaskType } from '@client';
import { Notice } from '../../components/notice/notice.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';

/** Says beforehand that tasks of this type will wait. */
export function PausedType({ type: { paused_at } }: { type: TaskType }) {
  const { new_task: w } = useWords();
  const formats = useFormats();
  return paused_at && <Notice tone="warn">{w.paused(formats.time(paused_at))}</Notice>;
}
