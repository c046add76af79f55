import type { Task } from '@client';
import { useState } from 'react';
import { Icon, type IconName } from '../../components/icon/icon.tsx';
import styles from './task-picture.module.css';

/** The icon of a type without a picture. */
export const iconOf = (type: string): IconName =>
  type === 'image' ? 'image' : type === 'wait' ? 'clock' : 'tasks';

/** The thumbnail of the first picture of a task, or an icon if there is none. */
export function TaskPicture({ task: { type, thumbnail_url: url } }: { task: Task }) {
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span className={styles.tile} aria-hidden="true">
      {url && url !== broken ? (
        <img
          src={url}
          alt=""
          width="36"
          height="36"
          loading="lazy"
          decoding="async"
          onError={() => setBroken(url)}
        />
      ) : (
        <Icon name={iconOf(type)} />
      )}
    </span>
  );
}
