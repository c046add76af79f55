import type { Schedule } from '@client';
import { api } from '../../api/client.ts';
import { DeleteButton } from '../../components/dialog/delete-button.tsx';
import { notify } from '../../components/toast/toast.tsx';
import { useLeave } from '../../router/use-leave.ts';
import { useWords } from '../../words/words-context.tsx';
import { schedulesChanged } from './use-schedules.ts';

export function DeleteSchedule({ schedule: { id, name } }: { schedule: Schedule }) {
  const { schedules: w } = useWords();
  const leave = useLeave();
  const onRemoved = () => {
    notify(w.deleted);
    leave('/schedules');
    void schedulesChanged();
  };
  return (
    <DeleteButton
      action={w.delete}
      title={w.delete_title(name)}
      text={w.danger_text}
      remove={() => api.deleteSchedule({ id })}
      onRemoved={onRemoved}
    />
  );
}
