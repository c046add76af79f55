import type { TaskDetail, TaskType } from '@client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef } from 'react';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../app/query-client.ts';
import { focusFirstFault } from '../../components/form/focus-first-fault.ts';
import { SteadySubmit } from '../../components/form/steady-submit.tsx';
import { useSubmitByKey } from '../../components/form/use-submit-by-key.ts';
import { Notice } from '../../components/notice/notice.tsx';
import { Section } from '../../components/page/page.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { useLeave } from '../../router/use-leave.ts';
import { useWords } from '../../words/words-context.tsx';
import { requestOf } from './draft.ts';
import { type FieldFault, faultAt, faultsElsewhere } from './faults.ts';
import { KeptNotice } from './kept-notice.tsx';
import { MatrixBuilder } from './matrix/matrix-builder.tsx';
import { missingIn } from './missing.ts';
import styles from './new-task.module.css';
import { countOfDraft } from './preview/count-of-draft.ts';
import { PreviewPanel } from './preview/preview-panel.tsx';
import { usePreview } from './preview/use-preview.ts';
import { propertiesOf } from './schema/json-schema.ts';
import { SchemaForm } from './schema/schema-form.tsx';
import { faultsOf } from './server-faults.ts';
import { SubmitBar } from './submit-bar.tsx';
import { TaskFields } from './task-fields.tsx';
import { useKeptDraft } from './use-kept-draft.ts';

/** The button that begins anew goes away with the notice. */
const focusFirstField = (form: HTMLFormElement | null): void =>
  form?.querySelector<HTMLElement>('input:not([type=hidden]), textarea')?.focus();

export function NewTaskForm({ type, from }: { type: TaskType; from: TaskDetail | null }) {
  const words = useWords();
  const w = words.new_task;
  const leave = useLeave();
  const form = useRef<HTMLFormElement>(null);
  useSubmitByKey(form);
  const { editing, restored, startOver, sent } = useKeptDraft(type, from);
  const preview = usePreview(editing);
  const show = (faults: readonly FieldFault[]) => {
    editing.setFaults(faults);
    focusFirstFault(() => form.current);
  };
  const create = useMutation({
    mutationFn: () => api.createTask(requestOf(type, editing.draft)),
    onSuccess: (task) => {
      sent();
      void queryClient.invalidateQueries({ queryKey: keys.tasks });
      leave(`/tasks/${task.id}`);
    },
    onError: (error) => show(faultsOf(error)),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (create.isPending) return;
    if (editing.empty.length === 0) return create.mutate();
    show(missingIn(editing, words));
  };

  const faults = [...editing.faults, ...(editing.empty.length > 0 ? [] : faultsOf(preview.error))];
  const shown = ['name', 'priority', 'shared', ...propertiesOf(type).map(({ name }) => `params.${name}`)];
  const apart = faultsElsewhere(faults, shown);
  const other = create.error && faultsOf(create.error).length === 0 ? faultOf(create.error).message : null;
  const Params = type.type === 'image' ? MatrixBuilder : SchemaForm;
  const send = (
    <>
      {apart.length > 0 && <Notice tone="bad">{faultAt(apart, '')}</Notice>}
      {other && <Notice tone="bad">{other}</Notice>}
      <SteadySubmit busy={create.isPending} className={styles.create}>
        {w.create}
      </SteadySubmit>
    </>
  );
  return (
    <form ref={form} className={styles.form} noValidate onSubmit={submit}>
      <div className={styles.fields}>
        {restored && (
          <KeptNotice
            onStartOver={() => {
              startOver();
              focusFirstField(form.current);
            }}
          />
        )}
        <Params editing={{ ...editing, faults, original: from }} />
        <Section title={w.task}>
          <TaskFields editing={editing} />
        </Section>
      </div>
      <PreviewPanel editing={editing} preview={preview}>
        {send}
      </PreviewPanel>
      <SubmitBar type={type} count={countOfDraft(editing, preview)}>
        {send}
      </SubmitBar>
    </form>
  );
}
