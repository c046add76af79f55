import type { Item } from '@client';
import { BrokenPicture } from '../../../components/image/image.tsx';
import { Loading } from '../../../components/states/states.tsx';
import { CellFace } from '../table/cell-face.tsx';
import { FailedCell } from './failed-cell.tsx';
import styles from './lightbox.module.css';

interface Props {
  id: string;
  item: Item | undefined;
  /** It has a picture, which cannot be shown. */
  broken: boolean;
  onRetry: ((items: number[]) => void) | null;
}

/** What stands in place of a picture: why there is none, or what there is instead. */
export function Blank({ id, item, broken, onRetry }: Props) {
  return (
    <div className={styles.blank} data-status={item?.status}>
      {item ? <Inside id={id} item={item} broken={broken} onRetry={onRetry} /> : <Loading lines={3} />}
    </div>
  );
}

function Inside({ id, item, broken, onRetry }: Props & { item: Item }) {
  if (broken) return <BrokenPicture />;
  if (item.status === 'failed' && item.error)
    return <FailedCell id={id} item={item} error={item.error} onRetry={onRetry} />;
  return <CellFace item={item} small={false} onRetry={null} />;
}
