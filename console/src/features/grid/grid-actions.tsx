import type { TaskDetail } from '@client';
import { useWords } from '../../words/words-context.tsx';
import { DownloadMenu } from './download-menu.tsx';
import styles from './grid.module.css';
import { OnlyMenu } from './only-menu.tsx';
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

/** Actions for the whole grid. */
export function GridActions({ task, variables, arrangement, show, onShow }: Props) {
  const { grid: w } = useWords();
  const shown = arrangement.rows.length * arrangement.columns.length;
  // What a step leaves out is said by the step.
  const hides = Object.keys(show).length > 0;
  return (
    <>
      {hides && <span className={styles.shown}>{w.shown(shown, task.total_items)}</span>}
      <OnlyMenu task={task} variables={variables} show={show} onShow={onShow} />
      <DownloadMenu task={task} arrangement={arrangement} />
    </>
  );
}
