import { Page } from '../../components/page/page.tsx';
import { Failed, Loading } from '../../components/states/states.tsx';
import { notify } from '../../components/toast/toast.tsx';
import { useLeave } from '../../router/use-leave.ts';
import { useTaskTypes } from '../tasks/use-task-types.ts';
import { ScheduleForm } from './schedule-form.tsx';
import { useScheduleWords } from './use-schedule-words.ts';

export default function NewSchedulePage() {
  const w = useScheduleWords();
  const leave = useLeave();
  const types = useTaskTypes();
  if (types.error) return <Failed error={types.error} onRetry={() => void types.refetch()} />;
  if (!types.data) return <Loading lines={6} />;
  return (
    <Page up={{ to: '/schedules', label: w.title }} title={w.new} text={w.empty_text}>
      <ScheduleForm
        types={types.data}
        schedule={null}
        onSent={({ id }) => {
          notify(w.created);
          leave(`/schedules/${id}`);
        }}
      />
    </Page>
  );
}
