import type { Delivery, TaskEndEvent } from '@client';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import { useWebhookWords } from './use-webhook-words.ts';

/** Names an event: "Task failed", not "Failed", which would be said of the webhook. */
export function useEventName(): (event: Delivery['event']) => string {
  const w = useWebhookWords();
  const nameOf = useEventsName();
  return (event) => (event === 'webhook.test' ? w.event_test : nameOf([event]));
}

/** Names several: "Task completed, failed". */
export function useEventsName(): (events: readonly TaskEndEvent[]) => string {
  const w = useWebhookWords();
  const { status } = useWords();
  const formats = useFormats();
  const ends = {
    'task.completed': status.completed,
    'task.failed': status.failed,
    'task.cancelled': status.cancelled,
  };
  return (events) => w.event_task(formats.enumeration(events.map((event) => ends[event].toLowerCase())));
}
