import type { TaskDetail } from '@client';
import { useMemo } from 'react';
import { ButtonLink } from '../../components/button/button-link.tsx';
import { Page } from '../../components/page/page.tsx';
import { Failed, Loading, State } from '../../components/states/states.tsx';
import { useLiveTask } from '../../live/use-live.ts';
import { useWords } from '../../words/words-context.tsx';
import { useTask } from '../task/use-task.ts';
import { GridView } from './grid-view.tsx';
import { matrixOf } from './view/matrix.ts';

export default function GridPage({ params: { id = '' } }: { params: Record<string, string> }) {
  const { grid: w } = useWords();
  const { data, error, refetch } = useTask(id);
  if (error)
    return (
      <Page title={w.title}>
        <Failed error={error} onRetry={() => void refetch()} />
      </Page>
    );
  return data ? (
    <LiveGrid key={id} loaded={data} />
  ) : (
    <Page title={w.title}>
      <Loading lines={6} />
    </Page>
  );
}

function LiveGrid({ loaded }: { loaded: TaskDetail }) {
  const { grid: w } = useWords();
  const task = useLiveTask(loaded);
  const variables = useMemo(() => matrixOf(loaded), [loaded]);
  if (variables) return <GridView task={task} variables={variables} />;
  return (
    <Page title={task.name || w.title}>
      <State icon="grid" title={w.no_matrix_title} text={w.no_matrix_text}>
        <ButtonLink to={`/tasks/${task.id}`}>{w.to_task}</ButtonLink>
      </State>
    </Page>
  );
}
