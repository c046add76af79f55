import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { usePages } from '../../api/use-pages.ts';
import { queryClient } from '../../app/query-client.ts';

const REFRESH_MS = 15_000;
/** Milliseconds between two requests while a message is being sent. */
const WATCH_MS = 1_000;

export const useWebhooks = () =>
  usePages({
    key: keys.webhookList,
    read: (at, options) => api.listWebhooks(at, options),
    again_ms: REFRESH_MS,
  });

export const useWebhook = (id: string) =>
  useQuery({ queryKey: keys.webhook(id), queryFn: ({ signal }) => api.getWebhook({ id }, { signal }) });

export const useDeliveries = (id: string) =>
  useQuery({
    queryKey: keys.deliveries(id),
    queryFn: ({ signal }) => api.listWebhookDeliveries({ id, page_size: 100 }, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status, attempts }) => status === 'pending' && attempts === 0)
        ? WATCH_MS
        : REFRESH_MS,
  });

export const webhooksChanged = () => queryClient.invalidateQueries({ queryKey: keys.webhooks });
export const deliveriesChanged = (id: string) =>
  queryClient.invalidateQueries({ queryKey: keys.deliveries(id) });
