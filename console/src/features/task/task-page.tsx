import { ApiError, type TaskDetail } from '@client';
import { Badge, StatusBadge } from '../../components/badge/badge.tsx';
import { ButtonLink } from '../../components/button/button-link.tsx';
import { Page, Section } from '../../components/page/page.tsx';
import { Failed, Loading, State } from '../../components/states/states.tsx';
import { Values } from '../../components/values/values.tsx';
import { useLiveTask } from '../../live/use-live.ts';
import { saidValue } from '../../words/said-value.ts';
import { useWords } from '../../words/words-context.tsx';
import { useTypeTitle } from '../tasks/use-task-types.ts';
import { Items } from './items/items.tsx';
import { StatusSaid } from './status-said.tsx';
import { TaskActions } from './task-actions.tsx';
import { TaskFacts } from './task-facts.tsx';
import { TaskParams } from './task-params.tsx';
import { TaskSummary } from './task-summary.tsx';
import { UnservedPool } from './unserved-pool.tsx';
import { useTask } from './use-task.ts';

export default function TaskPage({ params }: { params: Record<string, string> }) {
  const { task: w, shell } = useWords();
  const { data, error, refetch } = useTask(params.id ?? '');
  if (data) return <Shown task={data} />;
  if (!error) return <Loading />;
  if (!(error instanceof ApiError) || error.status !== 404)
    return <Failed error={error} onRetry={() => void refetch()} />;
  return (
    <Page title={w.not_found_title}>
      <State icon="search" text={w.not_found_text}>
        <ButtonLink to="/tasks">{shell.to_tasks}</ButtonLink>
      </State>
    </Page>
  );
}

function Shown({ task: loaded }: { task: TaskDetail }) {
  const task = useLiveTask(loaded);
  const { task: w, shell } = useWords();
  const titleOf = useTypeTitle();
  const words = useWords();
  const say = (name: string, value: string) => saidValue(words, name, value);
  const titles: Record<string, string | undefined> = w.result_titles;
  return (
    <Page
      up={{ to: '/tasks', label: shell.tasks }}
      title={task.name || titleOf(task.type)}
      beside={
        <>
          <StatusBadge status={task.status} failures={task.failed_items} />
          {task.shared && <Badge>{w.shared}</Badge>}
        </>
      }
      actions={<TaskActions task={task} />}
    >
      <TaskSummary task={task} />
      <UnservedPool task={task} />
      <StatusSaid name={task.name || titleOf(task.type)} status={task.status} failed={task.failed_items} />
      {loaded.result !== null && (
        <Section title={w.result}>
          <Values value={loaded.result} titleOf={(name) => titles[name]} say={say} />
        </Section>
      )}
      <Section title={w.items}>
        <Items task={task} />
      </Section>
      <TaskParams task={task} />
      <Section title={w.details}>
        <TaskFacts task={task} />
      </Section>
    </Page>
  );
}
