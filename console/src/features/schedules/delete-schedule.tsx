import type { Schedule } from '@client';
import { api } from '../../api/client.ts';
import { forget } from '../../api/forget.ts';
import { keys } from '../../api/keys.ts';
import { DeleteButton } from '../../components/dialog/delete-button.tsx';
import { notify } from '../../components/toast/toast.tsx';
import { useLeave } from '../../router/use-leave.ts';
import { useScheduleWords } from './use-schedule-words.ts';

export function DeleteSchedule({ schedule: { id, name } }: { schedule: Schedule }) {
  const w = useScheduleWords();
  const leave = useLeave();
  const onRemoved = () => {
    notify(w.deleted);
    leave('/schedules');
    forget(keys.schedule(id), keys.schedules);
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
