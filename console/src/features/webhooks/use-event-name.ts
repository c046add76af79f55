import type { Delivery } from '@client';
import { useWords } from '../../words/words-context.tsx';

export function useEventName(): (event: Delivery['event']) => string {
  const { webhooks: w, status } = useWords();
  const names = {
    'task.completed': status.completed,
    'task.failed': status.failed,
    'task.cancelled': status.cancelled,
    'webhook.test': w.event_test,
  };
  return (event) => names[event];
}
