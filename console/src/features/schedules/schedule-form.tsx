import type { Schedule, TaskType } from '@client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { api } from '../../api/client.ts';
import { focusFirstFault } from '../../components/form/focus-first-fault.ts';
import { knownFaults } from '../../components/form/known-faults.ts';
import { SteadySubmit } from '../../components/form/steady-submit.tsx';
import { useSubmitByKey } from '../../components/form/use-submit-by-key.ts';
import { type Kept, useKeeping, useKept } from '../../components/kept-form/use-kept.ts';
import { Notice } from '../../components/notice/notice.tsx';
import { Section } from '../../components/page/page.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { useWords } from '../../words/words-context.tsx';
import { type Draft, draftOf, requestOf } from '../new-task/draft.ts';
import { type FieldFault, faultAt, faultsElsewhere } from '../new-task/faults.ts';
import { MatrixBuilder } from '../new-task/matrix/matrix-builder.tsx';
import { missingIn } from '../new-task/missing.ts';
import columns from '../new-task/new-task.module.css';
import { PausedType } from '../new-task/paused-type.tsx';
import { propertiesOf } from '../new-task/schema/json-schema.ts';
import { SchemaForm } from '../new-task/schema/schema-form.tsx';
import { faultsOf } from '../new-task/server-faults.ts';
import { TaskFields } from '../new-task/task-fields.tsx';
import { TypeChoice } from '../new-task/type-choice.tsx';
import { useDraft } from '../new-task/use-draft.ts';
import { type RuleDraft, RuleFields } from './rule-fields.tsx';
import { ScheduleEnd } from './schedule-end.tsx';
import { useScheduleWords } from './use-schedule-words.ts';
import { schedulesChanged } from './use-schedules.ts';

const WITHIN = 'task.';
const RULE_FIELDS = ['name', 'cron', 'time_zone', 'overlap'];

/** A new schedule that was begun. */
interface ScheduleDraft {
  type: string;
  rule: RuleDraft;
  draft: Draft;
}

const ruleOf = (schedule: Schedule | null): RuleDraft => ({
  name: schedule?.name ?? '',
  cron: schedule?.cron ?? '0 8 * * 1-5',
  time_zone: schedule?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  overlap: schedule?.overlap ?? 'allow',
});

const bodyOf = (type: TaskType, rule: RuleDraft, draft: Draft) => ({ ...rule, task: requestOf(type, draft) });

interface Props {
  types: readonly TaskType[];
  /** The schedule to change; null for a new one. */
  schedule: Schedule | null;
  /** What stands above the fields, */
  above?: ReactNode;
  /** and below them. */
  below?: ReactNode;
  onSent(schedule: Schedule): void;
}

/** The form of a schedule: its rule and its task. The rule stays as typed when another task type is chosen. */
export function ScheduleForm({ types, schedule, ...rest }: Props) {
  const kept = useKept<ScheduleDraft>(schedule ? `schedule ${schedule.id}` : 'schedule');
  const { before } = kept;
  const [chosen, setChosen] = useState(before?.type ?? schedule?.task.type ?? types[0]?.type ?? '');
  const [rule, setRule] = useState<RuleDraft>({ ...ruleOf(schedule), ...before?.rule });
  const type = types.find((one) => one.type === chosen) ?? types[0];
  if (!type) return null;
  return (
    <Fields
      types={types}
      type={type}
      onType={setChosen}
      rule={rule}
      onRule={(change) => setRule((now) => ({ ...now, ...change }))}
      schedule={schedule}
      kept={kept}
      {...rest}
    />
  );
}

interface FieldsProps extends Props {
  kept: Kept<ScheduleDraft>;
  type: TaskType;
  onType(type: string): void;
  rule: RuleDraft;
  onRule(change: Partial<RuleDraft>): void;
}

/** The task of a schedule, and whether it and the rule are as they are saved; else, they are kept together. */
function useTaskDraft({ types, type, schedule, kept, rule }: FieldsProps) {
  const { before } = kept;
  const from = schedule?.task ?? null;
  const editing = useDraft(type, from, before?.type === type.type ? (before.draft ?? null) : null);
  const body = bodyOf(type, rule, editing.draft);
  // What is saved needs no saving.
  const [saved, setSaved] = useState(() => {
    const own = types.find((one) => one.type === from?.type);
    return own ? JSON.stringify(bodyOf(own, ruleOf(schedule), draftOf(own, from))) : null;
  });
  const same = JSON.stringify(body) === saved;
  useKeeping(kept, same ? null : { type: type.type, rule, draft: editing.draft });
  return { editing, body, same, onSaved: (sent: typeof body) => setSaved(JSON.stringify(sent)) };
}

function Fields(props: FieldsProps) {
  const { types, type, onType, rule, onRule, schedule, above, below, onSent } = props;
  const words = useWords();
  const w = useScheduleWords();
  const { editing, body, same, onSaved } = useTaskDraft(props);
  const form = useRef<HTMLFormElement>(null);
  useSubmitByKey(form);
  const [missing, setMissing] = useState<readonly FieldFault[]>([]);
  /** Fields of the rule that were changed since the server refused them: what it said of them holds no longer. */
  const [mended, setMended] = useState<readonly string[]>([]);
  const change = (next: Partial<RuleDraft>) => {
    const fields = Object.keys(next);
    setMended((now) => [...now, ...fields]);
    setMissing((now) => now.filter(({ path }) => !fields.includes(path)));
    onRule(next);
  };
  const send = useMutation({
    mutationFn: (sent: typeof body) =>
      schedule ? api.updateSchedule({ id: schedule.id, ...sent }) : api.createSchedule(sent),
    onSuccess: (answer, sent) => {
      onSaved(sent);
      void schedulesChanged();
      onSent(answer);
    },
    onError: (error) =>
      editing.setFaults(
        faultsOf(error)
          .filter(({ path }) => path.startsWith(WITHIN))
          .map(({ path, message }) => ({ path: path.slice(WITHIN.length), message })),
      ),
  });
  useEffect(() => {
    if (send.error) focusFirstFault(() => form.current);
  }, [send.error]);
  const choose = (next: string) => {
    send.reset();
    setMissing([]);
    onType(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const nameless = knownFaults({ name: rule.name.trim() === '' && w.fill_in });
    setMissing(nameless);
    editing.setFaults(missingIn(editing, words));
    if (nameless.length > 0 || editing.empty.length > 0) focusFirstFault(() => form.current);
    else if (!send.isPending && !same) {
      setMended([]);
      send.mutate(body);
    }
  };
  const told = faultsOf(send.error).filter(({ path }) => !path.startsWith(WITHIN) && !mended.includes(path));
  const shown = ['name', 'priority', 'shared', ...propertiesOf(type).map(({ name }) => `params.${name}`)];
  const apart = [...faultsElsewhere(editing.faults, shown), ...faultsElsewhere(told, RULE_FIELDS)];
  const other = send.error && faultsOf(send.error).length === 0 ? faultOf(send.error).message : null;
  const Params = type.type === 'image' ? MatrixBuilder : SchemaForm;
  const end = (
    <>
      {apart.length > 0 && <Notice tone="bad">{faultAt(apart, '')}</Notice>}
      {other && <Notice tone="bad">{other}</Notice>}
      <SteadySubmit busy={send.isPending} disabled={same} className={columns.create}>
        {schedule ? w.save : w.create}
      </SteadySubmit>
    </>
  );
  return (
    <form ref={form} className={columns.form} noValidate onSubmit={submit}>
      <div className={columns.fields}>
        {above}
        <Section title={w.rule}>
          <RuleFields rule={rule} faults={[...missing, ...told]} onRule={change} />
        </Section>
        {types.length > 1 && (
          <Section title={w.task} text={w.task_text}>
            <TypeChoice labelled types={types} value={type.type} onValue={choose} />
          </Section>
        )}
        <PausedType type={type} />
        <Params key={type.type} editing={editing} />
        <Section title={w.each_task}>
          <TaskFields editing={editing} name={w.task_name} />
        </Section>
      </div>
      <ScheduleEnd editing={editing} same={same} below={below}>
        {end}
      </ScheduleEnd>
    </form>
  );
}
