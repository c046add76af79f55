import { toJsonText } from '../../runtime/text.ts';
import { parsed, withTexts } from '../stored-values.ts';
import {
  type ItemLogLine,
  LOG_BYTES_KEPT,
  LOG_LINES_KEPT,
  LOG_PROBLEM_BYTES_KEPT,
  LOG_PROBLEMS_KEPT,
} from './item-logs.ts';

/** The text of a warning or an error: `lineTexts` writes the level near the beginning. */
export const PROBLEM_TEXT = /^\{"at":"[^"]*","level":"(warn|error)"/;

/** Log lines as JSON texts, without lines that are too long to be kept. */
export const lineTexts = (lines: readonly ItemLogLine[]): string[] =>
  newestLines(lines)
    .map(({ at, level, ...rest }) => toJsonText({ at, level, ...rest }))
    .filter((text) => Buffer.byteLength(text) <= LOG_BYTES_KEPT);

/** As many of these lines as may be kept of one item. */
export const newestLines = (lines: readonly ItemLogLine[]): ItemLogLine[] =>
  kept(
    lines,
    ({ level }) => level === 'warn' || level === 'error',
    () => 0,
  );

/** The same for texts, which may not have too many bytes either. */
export const keptLines = (texts: readonly string[]): string[] =>
  kept(
    texts,
    (text) => PROBLEM_TEXT.test(text),
    (text) => Buffer.byteLength(text),
  );

/** `MongoItemLogStore` does the same inside the database. */
function kept<Line>(
  lines: readonly Line[],
  isProblem: (line: Line) => boolean,
  bytesOf: (line: Line) => number,
): Line[] {
  const problems = new Set<number>();
  let bytes = 0;
  for (let at = lines.length - 1; at >= 0 && problems.size < LOG_PROBLEMS_KEPT; at -= 1) {
    const line = lines[at] as Line;
    if (!isProblem(line)) continue;
    if (bytes + bytesOf(line) > LOG_PROBLEM_BYTES_KEPT) break;
    bytes += bytesOf(line);
    problems.add(at);
  }
  let places = LOG_LINES_KEPT - problems.size;
  let from = lines.length;
  for (; from > 0; from -= 1) {
    if (problems.has(from - 1)) continue;
    bytes += bytesOf(lines[from - 1] as Line);
    if (places === 0 || bytes > LOG_BYTES_KEPT) break;
    places -= 1;
  }
  return lines.filter((_, at) => at >= from || problems.has(at));
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
