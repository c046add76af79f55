/** File names in an archive: readable, valid on every system, and unique. */

import { cutText, normalText, plainLine } from '../../../runtime/text.ts';

/** File systems allow 255 bytes; the rest is reserved for the number that distinguishes equal names. */
const MOST_BYTES = 255;
/** UTF-16 units of a label or name that are looked at; no name has more bytes. */
const LONGEST_TEXT = 1_000;
const LONGEST_VALUE = 60;
const LONGEST_ENDING = 20;
/** Names of Windows devices. Windows does not allow them as file names, whatever follows the first dot. */
const DEVICES = /^(con|prn|aux|nul|(com|lpt)[\d¹²³])\s*(\.|$)/i;

/** Creates names. No two are equal, even if case and the encoding of accents are ignored. */
export class ArchiveNames {
  readonly #taken = new Set<string>();

  constructor(reserved: string[] = []) {
    for (const name of reserved) this.#taken.add(folded(name));
  }

  /** The name of an item's file. `index` is null if the task has only one item. `alone`: the item has only one file, so its label is sufficient. */
  name(
    item: { index: number | null; label: Record<string, string> | null },
    file: string,
    alone: boolean,
  ): string {
    const { stem, ending } = parts(file);
    const values = Object.values(item.label ?? {})
      .map((value) => cut(safe(value), LONGEST_VALUE))
      .filter((value) => value !== '');
    const mark = markBetween(values);
    const label = values.join(mark);
    if (label !== '')
      return this.#free(alone ? label : `${label}${mark === '; ' ? mark : ', '}${stem}`, ending);
    return this.#free(item.index === null ? stem : `${item.index} ${stem}`, ending);
  }

  #free(stem: string, ending: string): string {
    for (let again = 1; ; again += 1) {
      const mark = again === 1 ? '' : ` (${again})`;
      const room = MOST_BYTES - Buffer.byteLength(mark + ending);
      const name = `${cut(stem, room)}${mark}${ending}`;
      if (this.#taken.has(folded(name))) continue;
      this.#taken.add(folded(name));
      return name;
    }
  }
}

/** The comma of the language of these values; where one contains a comma itself, semicolons tell them apart. */
function markBetween(values: readonly string[]): string {
  const parted = values.some((value) => /[,，、]/.test(value));
  if (values.every((value) => /\p{Script=Han}/u.test(value))) return parted ? '；' : '、';
  return parted ? '; ' : ', ';
}

/** The name under which a browser saves a download about a task. `ending` without its dot. */
export function downloadName(task_name: string, ending: string): string {
  const room = MOST_BYTES - Buffer.byteLength(`.${ending}`);
  return `${cut(safe(task_name) || 'task', room)}.${ending}`;
}

/** A name of ASCII characters for the same download, without its ending. */
export const plainStem = (task_id: string): string => `task-${task_id.slice(0, 8)}`;

const folded = (name: string): string => normalText(name).toLowerCase();

/** Removes characters that are not allowed in file names on some systems. */
function safe(text: string): string {
  const plain = normalText(plainLine(cutText(text, LONGEST_TEXT)))
    .replace(/[/\\:*?"<>|]/g, '_')
    .replace(/\.{2,}/g, '.')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  return DEVICES.test(plain) ? `_${plain}` : plain;
}

function parts(file: string): { stem: string; ending: string } {
  const plain = safe(file) || 'file';
  const dot = plain.lastIndexOf('.');
  const ending = dot > 0 ? plain.slice(dot) : '';
  if (ending === '' || Buffer.byteLength(ending) > LONGEST_ENDING) return { stem: plain, ending: '' };
  return { stem: safe(plain.slice(0, dot)) || 'file', ending };
}

/** Cuts the text to at most so many bytes of UTF-8, between characters. */
function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += Buffer.byteLength(segment);
    if (used > bytes) break;
    kept += segment;
  }
  return kept.replace(/[\s.]+$/, '') || '_';
}
