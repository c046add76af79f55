import type { Item } from '@client';
import { pictureOf } from './item-words.ts';

const MOST_COMPARED = 4;

/** Whether these can be compared: two to four, each with a picture. One that is not loaded yet is no reason against it. */
export const canCompare = (items: readonly (Item | undefined)[]): boolean =>
  items.length >= 2 &&
  items.length <= MOST_COMPARED &&
  items.every((item) => item === undefined || pictureOf(item) !== undefined);
