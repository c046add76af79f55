import type { Item } from '@client';
import type { CSSProperties } from 'react';
import { pictureOf } from '../data/item-words.ts';
import type { Zoom } from './zoom.ts';

interface Size {
  width: number;
  height: number;
}

/** The sizes of the pictures, if all of them are known. */
function sizesOf(items: readonly (Item | undefined)[]): Size[] | null {
  const sizes = items.map((item) => {
    const { width, height } = pictureOf(item) ?? {};
    return width && height ? { width, height } : null;
  });
  return sizes.every((one) => one !== null) ? sizes : null;
}

/** From where to where the wider of the pictures reaches on a stage of this size, as fractions of its width. */
export function reachOf(
  items: readonly (Item | undefined)[],
  zoom: Zoom,
  stage: Size,
): [from: number, to: number] {
  const sizes = sizesOf(items);
  if (!sizes || stage.width === 0) return [0, 1];
  const widths = sizes.map(({ width, height }) =>
    Math.min(1, ((width / height) * stage.height) / stage.width),
  );
  const half = (Math.max(...widths) * zoom.scale) / 2;
  return [Math.max(0, 0.5 + zoom.x - half), Math.min(1, 0.5 + zoom.x + half)];
}

/**
 * The same for the style sheet, which knows the size of the stage: where the line stands that leaves `at` percent of the pictures to its
 * left, and how far it reaches up and down.
 */
export function lineAt(
  at: number,
  { scale, x, y }: Zoom,
  items: readonly (Item | undefined)[],
): CSSProperties {
  const sizes = sizesOf(items);
  const most = (lengths: string[] | undefined, whole: string) => (lengths ? `max(${lengths.join()})` : whole);
  const across = most(
    sizes?.map(({ width, height }) => `min(100cqw, ${(100 * width) / height}cqh)`),
    '100cqw',
  );
  const down = most(
    sizes?.map(({ width, height }) => `min(100cqh, ${(100 * height) / width}cqw)`),
    '100cqh',
  );
  const middle = `${50 + 100 * x}cqw`;
  const half = `${across} * ${scale / 2}`;
  return {
    '--from': `max(0cqw, ${middle} - ${half})`,
    '--to': `min(100cqw, ${middle} + ${half})`,
    '--at': `calc(var(--from) + (var(--to) - var(--from)) * ${at / 100})`,
    '--reach': `calc(${down} * ${scale})`,
    '--y': `${y * 100}cqh`,
  } as CSSProperties;
}
