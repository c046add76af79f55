import type { TaskDetail } from '@client';
import { api } from '../../api/client.ts';
import { TextField } from '../../components/field/text-field.tsx';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { useForm } from '../../components/form/use-form.ts';
import { Switch } from '../../components/switch/switch.tsx';
import { notify } from '../../components/toast/toast.tsx';
import { live } from '../../live/live.ts';
import { useWords } from '../../words/words-context.tsx';
import { PriorityField } from '../new-task/priority-field.tsx';
import { taskChanged } from './use-task.ts';

/** Name and sharing of a task, and its priority until it has ended. */
export function EditTask({ task, onClose }: { task: TaskDetail; onClose(): void }) {
  const { task: w, components } = useWords();
  const { id, name, priority, shared, finished_at } = task;
  const form = useForm(
    { name, priority, shared },
    {
      send: (values) => api.updateTask({ id, ...values }),
      onSent: (saved) => {
        live.tasks.seed([saved]);
        taskChanged(id);
        notify(components.saved);
        onClose();
      },
    },
  );
  return (
    <FormDialog form={form} onClose={onClose} title={w.edit_title} action={w.save}>
      <TextField label={w.name} name="name" autoComplete="off" {...form.text('name')} />
      {finished_at === null && (
        <PriorityField value={form.values.priority} onValue={(next) => form.set({ priority: next })} />
      )}
      <Switch
        label={w.share}
        hint={w.share_hint}
        checked={form.values.shared}
        onChecked={(on) => form.set({ shared: on })}
      />
    </FormDialog>
  );
}
