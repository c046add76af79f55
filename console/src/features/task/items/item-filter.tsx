import type { TaskDetail } from '@client';
import { Segmented } from '../../../components/segmented/segmented.tsx';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import { ITEM_STATUSES, type TaskPageSearch } from '../task-search.ts';

interface Props {
  task: TaskDetail;
  status: TaskPageSearch['status'];
  onStatus(status: TaskPageSearch['status']): void;
}

/** Filters items by status and shows the number of items of each. A status without items is not offered. */
export function ItemFilter({ task, status, onStatus }: Props) {
  const { task: w, status: names } = useWords();
  const formats = useFormats();
  const { total_items, completed_items, failed_items, cancelled_items, in_flight } = task;
  const counts = {
    processing: in_flight,
    failed: failed_items,
    completed: completed_items,
    cancelled: cancelled_items,
    queued: Math.max(0, total_items - completed_items - failed_items - cancelled_items - in_flight),
  };
  const shown = ITEM_STATUSES.filter((one) => counts[one] > 0 || one === status);
  // With only one status there is nothing to filter.
  if (status === '' && shown.length < 2) return null;
  return (
    <Segmented
      label={w.filter_items}
      value={status}
      onValue={onStatus}
      options={[
        { value: '', label: w.all_items(formats.number(total_items)) },
        ...shown.map((value) => ({
          value,
          label: w.status_count(names[value], formats.number(counts[value])),
        })),
      ]}
    />
  );
}
