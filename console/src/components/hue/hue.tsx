import type { ReactNode } from 'react';
import { classes } from '../classes.ts';
import styles from './hue.module.css';

export const HUES = 6;

/** Attributes that paint an element in the colour of the variable at this place. */
export const hueOf = (place: number) => ({ 'data-hue': place < 0 ? 0 : (place % HUES) + 1 });

export const hueClass = (...more: (string | false | undefined)[]) => classes(styles.hue, ...more);

/** Shows a value or a name in the colour of its variable. */
export function HueMark({ place, children }: { place: number; children: ReactNode }) {
  return (
    <span className={hueClass(styles.mark)} {...hueOf(place)}>
      {children}
    </span>
  );
}

export function HueDot({ place }: { place: number }) {
  return <span className={hueClass(styles.dot)} {...hueOf(place)} aria-hidden="true" />;
}
