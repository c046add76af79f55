import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { usePages } from '../../api/use-pages.ts';
import { queryClient } from '../../app/query-client.ts';
import { useSettled } from '../new-task/preview/use-settled.ts';

/** Milliseconds within which the page shows that a schedule has fired. */
const REFRESH_MS = 15_000;
const SETTLE_MS = 300;

export const useSchedules = () =>
  usePages({
    key: keys.scheduleList,
    read: (at, options) => api.listSchedules(at, options),
    again_ms: REFRESH_MS,
  });

export const useSchedule = (id: string) =>
  useQuery({
    queryKey: keys.schedule(id),
    queryFn: ({ signal }) => api.getSchedule({ id }, { signal }),
    refetchInterval: REFRESH_MS,
  });

/** Asks the server what a rule means and when it fires, shortly after the last edit. */
export function useRulePreview(rule: { cron: string; time_zone: string }) {
  const cron = useSettled(rule.cron, SETTLE_MS);
  const { time_zone } = rule;
  return useQuery({
    queryKey: keys.rule(cron, time_zone),
    queryFn: ({ signal }) => api.previewSchedule({ cron, time_zone }, { signal }),
    enabled: cron.trim() !== '',
    placeholderData: (before) => before,
    retry: false,
  });
}

export const schedulesChanged = () => queryClient.invalidateQueries({ queryKey: keys.schedules });
