/** What a handler says of a file that it attaches, checked where it says it, so that the error reaches the code that made it. */
import { isFileName } from '../data/contracts/files.ts';
import { isMediaType, spelledMediaType } from '../runtime/media-type.ts';
import { cutText, isNameText } from '../runtime/text.ts';
import { readable, toJson } from './readable.ts';

const MOST_PIXELS = 1_000_000;
const LONGEST_TYPE = 200;
const LONGEST_SHOWN = 200;

export interface FileFacts {
  name: string;
  /** As it is stored. */
  content_type: string;
  /** In pixels; absent for what is no picture. */
  size?: { width: number; height: number };
}

/** Throws a TypeError that says what is wrong. */
export function fileFacts(name: unknown, given_type: unknown, size: unknown): FileFacts {
  if (!isFileName(name) || !isNameText(name))
    throw new TypeError(
      'A file name must have 1 to 128 characters, at least one of them visible, and no slashes or control characters.',
    );
  if (typeof given_type !== 'string' || given_type.length > LONGEST_TYPE || !isMediaType(given_type))
    throw new TypeError(`${shown(given_type)} is not a content type such as image/png.`);
  const content_type = spelledMediaType(given_type);
  const { width, height } = sidesOf(size);
  if (width === undefined && height === undefined) return { name, content_type };
  if (isSide(width) && isSide(height)) return { name, content_type, size: { width, height } };
  throw new TypeError(
    `The size of a file must be { width, height } in whole pixels from 1 to ${MOST_PIXELS}, or be left out. It is ${shown(size)}.`,
  );
}

/** Neither side for no size, which some say as null. */
function sidesOf(size: unknown): { width?: unknown; height?: unknown } {
  if (size === undefined || size === null) return {};
  if (typeof size !== 'object') return { width: size };
  const { width, height } = size as { width?: unknown; height?: unknown };
  return { width: width ?? undefined, height: height ?? undefined };
}

const isSide = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_PIXELS;

const shown = (value: unknown): string => cutText(toJson(readable(value)), LONGEST_SHOWN);
