import { ApiError, type TaskDetail } from '@client';
import { StatusBadge } from '../../components/badge/badge.tsx';
import { ButtonLink } from '../../components/button/button-link.tsx';
import { Page, Section } from '../../components/page/page.tsx';
import { Progress } from '../../components/progress/progress.tsx';
import { Failed, Loading, State } from '../../components/states/states.tsx';
import { useLiveTask } from '../../live/use-live.ts';
import { useWords } from '../../words/words-context.tsx';
import { useTypeTitle } from '../tasks/use-task-types.ts';
import { Items } from './items.tsx';
import styles from './task.module.css';
import { TaskActions } from './task-actions.tsx';
import { TaskFacts } from './task-facts.tsx';
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
      <State icon="search" title={w.not_found_title} text={w.not_found_text}>
        <ButtonLink to="/tasks">{shell.to_tasks}</ButtonLink>
      </State>
    </Page>
  );
}

function Shown({ task: loaded }: { task: TaskDetail }) {
  const task = useLiveTask(loaded);
  const { task: w } = useWords();
  const titleOf = useTypeTitle();
  const { status, total_items, completed_items, failed_items } = task;
  const title = task.name || titleOf(task.type);
  return (
    <Page
      title={title}
      beside={<StatusBadge status={status} failures={failed_items} />}
      actions={<TaskActions task={task} />}
    >
      <div className={styles.progress}>
        <Progress value={task.progress} label={title} status={status} failed={failed_items / total_items} />
        <p className={styles.summary}>
          {w.summary(completed_items, total_items)}
          {failed_items > 0 && <span className={styles.failed}>{w.failed(failed_items)}</span>}
        </p>
      </div>
      <Section title={w.items}>
        <Items id={task.id} revision={task.revision} />
      </Section>
      <Section title={w.details}>
        <TaskFacts task={task} />
      </Section>
    </Page>
  );
}
