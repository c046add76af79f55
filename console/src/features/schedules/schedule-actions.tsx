import type { Schedule } from '@client';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../app/query-client.ts';
import { Button } from '../../components/button/button.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { notify, notifyFailure } from '../../components/toast/toast.tsx';
import { useScheduleWords } from './use-schedule-words.ts';
import { schedulesChanged } from './use-schedules.ts';

/** Creates the task now, and switches the schedule on or off. */
export function ScheduleActions({ schedule: { id, is_active } }: { schedule: Schedule }) {
  const w = useScheduleWords();
  const onError = (error: unknown) => notifyFailure(faultOf(error).message);
  const run = useMutation({
    mutationFn: () => api.runSchedule({ id }),
    onSuccess: () => {
      notify(w.ran);
      void queryClient.invalidateQueries({ queryKey: keys.tasks });
      return schedulesChanged();
    },
    onError,
  });
  const turn = useMutation({
    mutationFn: () => api.updateSchedule({ id, is_active: !is_active }),
    onSuccess: ({ is_active: on }) => {
      notify(on ? w.switched_on : w.switched_off);
      return schedulesChanged();
    },
    onError,
  });
  return (
    <>
      <Button icon="play" busy={run.isPending} onClick={() => run.mutate()}>
        {w.run}
      </Button>
      <Button icon={is_active ? 'pause' : 'play'} busy={turn.isPending} onClick={() => turn.mutate()}>
        {is_active ? w.switch_off : w.switch_on}
      </Button>
    </>
  );
}
