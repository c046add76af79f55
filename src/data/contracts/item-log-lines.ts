import { toJsonText } from '../../runtime/text.ts';
import { parsed, withTexts } from '../stored-values.ts';
import { type ItemLogLine, LOG_BYTES_KEPT, LOG_LINES_KEPT } from './item-logs.ts';

/** Log lines as JSON texts, without lines that are too long to be kept. */
export const lineTexts = (lines: readonly ItemLogLine[]): string[] =>
  lines
    .slice(-LOG_LINES_KEPT)
    .map(toJsonText)
    .filter((text) => Buffer.byteLength(text) <= LOG_BYTES_KEPT);

/** The newest of these lines, as many as may be kept. */
export function keptLines(texts: readonly string[]): string[] {
  let bytes = 0;
  let from = texts.length;
  while (from > 0 && texts.length - from < LOG_LINES_KEPT) {
    bytes += Buffer.byteLength(texts[from - 1] as string);
    if (bytes > LOG_BYTES_KEPT) break;
    from -= 1;
  }
  return texts.slice(from);
}

/** The lines of these texts, without those that are damaged. */
export const linesOf = (texts: readonly string[]): ItemLogLine[] =>
  texts.flatMap((text) => {
    try {
      return parsed<ItemLogLine>(text, isLine);
    } catch {
      // The others of a long log are worth more than a fault.
      return [];
    }
  });

const isLine = withTexts('at', 'level', 'message');
