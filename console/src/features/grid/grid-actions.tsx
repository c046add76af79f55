import type { TaskDetail } from '@client';
import { DuplicateLink } from '../task/duplicate-link.tsx';
import { RetryFailed } from '../task/retry-failed.tsx';
import { DownloadMenu } from './download-menu.tsx';
import { OnlyFailed } from './only-failed.tsx';
import type { Arrangement } from './view/arrange.ts';
import type { Variable } from './view/matrix.ts';
import type { View } from './view/view.ts';

interface Props {
  task: TaskDetail;
  variables: readonly Variable[];
  arrangement: Arrangement;
  show: View['show'];
  onShow(show: View['show']): void;
}

/** What can be done with the whole grid. */
export function GridActions({ task, variables, arrangement, show, onShow }: Props) {
  return (
    <>
      <RetryFailed task={task} />
      <OnlyFailed task={task} variables={variables} show={show} onShow={onShow} />
      <DuplicateLink id={task.id} />
      <DownloadMenu task={task} arrangement={arrangement} />
    </>
  );
}
