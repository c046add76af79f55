import type { TaskDetail } from '@client';
import { IconButton } from '../../components/button/icon-button.tsx';
import { Menu, MenuItem } from '../../components/menu/menu.tsx';
import { useWords } from '../../words/words-context.tsx';
import { gridPictureOf, save } from './data/downloads.ts';
import styles from './grid.module.css';
import type { Arrangement } from './view/arrange.ts';

/** The grid as one picture, and all pictures in one file: the server makes both. */
export function DownloadMenu({ task, arrangement }: { task: TaskDetail; arrangement: Arrangement }) {
  const { grid: w } = useWords();
  const picture = gridPictureOf(task, arrangement);
  return (
    <Menu trigger={<IconButton icon="download" size="m" className={styles.download} label={w.download} />}>
      {picture && (
        <MenuItem icon="grid" onClick={() => save(picture, '')}>
          {w.download_grid}
        </MenuItem>
      )}
      <MenuItem icon="download" onClick={() => save(task.archive_url, '')}>
        {w.download_all}
      </MenuItem>
    </Menu>
  );
}
