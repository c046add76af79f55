import type { TaskEndEvent } from '@client';
import { Checkbox } from '../../components/checkbox/checkbox.tsx';
import { Checks } from '../../components/checkbox/checks.tsx';
import { TextField } from '../../components/field/text-field.tsx';
import type { FormState } from '../../components/form/use-form.ts';
import { TypeChoice } from './type-choice.tsx';
import { useWebhookWords, type WebhookWords } from './use-webhook-words.ts';

export interface WebhookDraft {
  url: string;
  events: TaskEndEvent[];
  task_types: string[];
}

/** Returns what is missing before a webhook can be saved. */
export const missingOf = ({ url, events }: WebhookDraft, w: WebhookWords) => [
  ...(url.trim() !== '' ? [] : [{ path: 'url', message: w.url_missing }]),
  ...(events.length > 0 ? [] : [{ path: 'events', message: w.events_missing }]),
];

const EVENTS = ['task.completed', 'task.failed', 'task.cancelled'] as const;

/** The fields of a webhook: address, events and task types. */
export function WebhookFields<T extends WebhookDraft>({ form }: { form: FormState<T> }) {
  const w = useWebhookWords();
  const { values, fault } = form;
  const set = (change: Partial<WebhookDraft>) => form.set(change as Partial<T>);
  const names = [w.event_completed, w.event_failed, w.event_cancelled];
  return (
    <>
      <TextField
        label={w.url}
        hint={w.url_hint}
        error={fault?.details.find(({ path }) => path === 'url')?.message}
        inputMode="url"
        required
        placeholder={w.url_example}
        maxLength={2_000}
        autoComplete="off"
        spellCheck={false}
        value={values.url}
        onValue={(url) => set({ url })}
      />
      <Checks name={w.events} error={fault?.details.find(({ path }) => path.startsWith('events'))?.message}>
        {EVENTS.map((event, at) => (
          <Checkbox
            key={event}
            label={names[at] ?? event}
            checked={values.events.includes(event)}
            onChecked={(on) =>
              set({ events: EVENTS.filter((one) => (one === event ? on : values.events.includes(one))) })
            }
          >
            {names[at]}
          </Checkbox>
        ))}
      </Checks>
      <TypeChoice
        chosen={values.task_types}
        onChosen={(task_types) => set({ task_types })}
        error={fault?.details.find(({ path }) => path.startsWith('task_types'))?.message}
      />
    </>
  );
}
