import type { TaskDetail } from '@client';
import { api } from '../../api/client.ts';
import { TextField } from '../../components/field/text-field.tsx';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { useForm } from '../../components/form/use-form.ts';
import { Select } from '../../components/select/select.tsx';
import { Switch } from '../../components/switch/switch.tsx';
import { notify } from '../../components/toast/toast.tsx';
import { live } from '../../live/live.ts';
import { useWords } from '../../words/words-context.tsx';
import { taskChanged } from './use-task.ts';

const PRIORITIES = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

/** Name, priority and sharing of a task. */
export function EditTask({ task, onClose }: { task: TaskDetail; onClose(): void }) {
  const { task: w, components } = useWords();
  const { id, name, priority, shared } = task;
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
      <Select
        label={w.priority}
        options={PRIORITIES.map((value) => ({ value: String(value), label: w.priority_of(value) }))}
        value={String(form.values.priority)}
        onValue={(value) => form.set({ priority: Number(value) })}
      />
      <Switch
        label={w.share}
        hint={w.share_hint}
        checked={form.values.shared}
        onChecked={(on) => form.set({ shared: on })}
      />
    </FormDialog>
  );
}
