import { type ImgHTMLAttributes, type SyntheticEvent, useState } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { classes } from '../classes.ts';
import { Icon } from '../icon/icon.tsx';
import styles from './image.module.css';

/** A picture that a task has made. One that cannot be shown says so, in place of the browser's own mark. */
export function Image(props: ImgHTMLAttributes<HTMLImageElement> & { src: string; alt: string }) {
  const { src, className } = props;
  const [broken, setBroken] = useState<string | null>(null);
  const onError = (event: SyntheticEvent<HTMLImageElement>) => {
    setBroken(src);
    props.onError?.(event);
  };
  // biome-ignore lint/a11y/useAltText: its type requires one
  if (src !== broken) return <img {...props} onError={onError} />;
  return <BrokenPicture {...(className !== undefined && { className })} />;
}

export function BrokenPicture({ className }: { className?: string }) {
  const { components: w } = useWords();
  return (
    <span className={classes(className, styles.broken)}>
      <Icon name="image" size={20} />
      <span className={styles.words}>{w.broken_picture}</span>
    </span>
  );
}
