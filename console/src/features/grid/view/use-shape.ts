import type { Item, TaskDetail } from '@client';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { keys } from '../../../api/keys.ts';
import { pictureOf } from '../data/item-words.ts';
import { type Made, type Shape, saysRatio, shapeOf } from './shape.ts';

interface First extends Partial<Made> {
  id: string;
  index: number;
  url: string;
}

/** The shape of the pictures of a task, as its params say it, or as one of these items shows it. */
export function useShape({ id, params }: TaskDetail, items: Iterable<Item | undefined>): Shape {
  // What was seen stays: cells that are no longer in view do not change the others.
  const seen = useRef<First | null>(null);
  if (seen.current?.id !== id) seen.current = saysRatio(params) ? null : firstOf(id, items);
  const { current } = seen;
  const { data: made = null } = useQuery({
    enabled: current !== null,
    queryKey: keys.pictureSize(id, current?.index ?? 0),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: () => (current ? sizeOf(current) : null),
  });
  return useMemo(() => shapeOf(params, made), [params, made]);
}

function firstOf(id: string, items: Iterable<Item | undefined>): First | null {
  for (const item of items) {
    const picture = pictureOf(item);
    if (!item || !picture) continue;
    const { url, width, height } = picture;
    return { id, index: item.index, url, ...(width && height ? { width, height } : {}) };
  }
  return null;
}

/** A type need not say how large a picture is: then the picture does. */
async function sizeOf({ url, width, height }: First): Promise<Made> {
  if (width && height) return { width, height };
  const image = new Image();
  image.src = url;
  await image.decode();
  return { width: image.naturalWidth, height: image.naturalHeight };
}
