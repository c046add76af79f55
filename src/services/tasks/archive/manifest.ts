/** The description of the task in an archive: for programs, for spreadsheets, and for the viewer. */
import { type FileEntry, isPicture } from '../../../data/contracts/index.ts';
import type { ItemContents } from '../task-contents.ts';

export interface ArchivedFile extends FileEntry {
  /** The name of the file in the archive. */
  path: string;
  /** It is damaged or missing where it is stored, so it is not in the archive. */
  unreadable?: true;
  /** It is in the archive, but its bytes are not those that were stored: a broken archive would lose the others as well. */
  damaged?: true;
}

/** An item without its result, which is read again when it is written. */
export interface ArchivedItem extends ItemContents {
  files: ArchivedFile[];
}

/** `result` is JSON as it was stored. */
export function manifestItem(item: ArchivedItem, result: string | null): string {
  const { index, status, label, error } = item;
  const files = item.files.map(({ name, path, bytes, sha256, unreadable, damaged }) => ({
    ...{ name, path: unreadable ? null : path, bytes, sha256 },
    ...(unreadable && { unreadable }),
    ...(damaged && { damaged }),
  }));
  const text = JSON.stringify({ index, status, label, result: null, error, files });
  return result === null ? text : text.replace('"result":null', () => `"result":${result}`);
}

const COLUMNS_BEFORE = ['index', 'status'];
const COLUMNS_AFTER = ['error', 'result', 'file', 'bytes', 'sha256'];

export function csvHead(labels: string[]): string {
  const own = new Set([...COLUMNS_BEFORE, ...COLUMNS_AFTER]);
  const named = labels.map((name) => (own.has(name) ? `label ${name}` : name));
  // The mark tells spreadsheets that the text is UTF-8.
  return `\ufeff${csvLine([...COLUMNS_BEFORE, ...named, ...COLUMNS_AFTER])}`;
}

/** One line for each file of the item, or a single line if it has none. */
export function csvLines(item: ArchivedItem, labels: string[], result: string | null): string {
  const before = [item.index, item.status, ...labels.map((name) => ownLabel(item, name))];
  const error = item.error === null ? '' : `${item.error.type}: ${item.error.message}`;
  const files = item.files.length > 0 ? item.files : [null];
  return files
    .map((file) =>
      csvLine([
        ...before,
        error,
        result ?? '',
        ...(file ? [file.unreadable ? '' : file.path, file.bytes, file.sha256] : ['', '', '']),
      ]),
    )
    .join('');
}

/** Ignores inherited properties: a name may be `constructor`. */
const ownLabel = ({ label }: ArchivedItem, name: string): string =>
  label && Object.hasOwn(label, name) ? (label[name] ?? '') : '';

const csvLine = (cells: (string | number)[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** A text that a spreadsheet would take for a formula gets an apostrophe in front. East Asian spreadsheets also begin formulas with full-width signs. */
function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The lines of the text that names the files that are not in the archive, or only damaged, for people. None if all are as they should be. */
export function unreadableFiles(items: ArchivedItem[]): string[] {
  const kinds = [
    { text: UNREADABLE, of: ({ unreadable }: ArchivedFile) => unreadable },
    { text: DAMAGED, of: ({ damaged }: ArchivedFile) => damaged },
  ];
  return kinds.flatMap(({ text, of }) => {
    const lines = items.flatMap(({ index, files }) =>
      files.filter(of).map(({ path, bytes }) => `${index}: ${path} (${bytes} bytes)\n`),
    );
    return lines.length > 0 ? [text, ...lines, '\n'] : [];
  });
}

const UNREADABLE = `These files of the task are not in this archive, because they are missing or damaged where they are stored.
Each line has the index of the item and the name that the file would have here.
以下文件属于该任务，但在存储位置缺失或已损坏，因此未包含在此 ZIP 文件中。每行为任务项的序号和文件在此处应有的名称。

`;

const DAMAGED = `These files are in this archive, but they are damaged: their bytes are not those that the task stored.
以下文件包含在此 ZIP 文件中，但已损坏：其内容与任务保存时不一致。

`;

/** What the viewer shows of an item. */
export const viewerItem = ({ index, status, label, error, files }: ArchivedItem): string =>
  forScript({
    index,
    status,
    label,
    error: error?.message ?? null,
    files: files.map(({ path, content_type, width, height }) => ({
      path,
      shown: isPicture(content_type),
      width,
      height,
    })),
  });

/** JSON that can be embedded in a page: nothing in it ends the surrounding element. */
export const forScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
