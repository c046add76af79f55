/** Places that silence the compiler or a failure and do not say why, by their text. */

export interface Unexplained {
  line: number;
  what: 'cast' | 'failure';
}

const CAST = /\bas (never|any|unknown as)\b/;
const COMMENT = /(^|\s)(\/\/|\/?\*)\s*\S.{8,}/;

const isComment = (line: string | undefined) => /^\s*(\/\/|\/?\*)/.test(line ?? '');
const codeOf = (line: string) => (isComment(line) ? '' : line.replace(/\s\/\/.*$/, ''));

/** `as never`, `as any` and `as unknown as` want a comment on their line. */
export function unexplainedCasts(source: string): Unexplained[] {
  return source.split('\n').flatMap((line, at) => {
    const explained = COMMENT.test(line) && !isComment(line);
    return CAST.test(codeOf(line)) && !explained ? [{ line: at + 1, what: 'cast' }] : [];
  });
}

/**
 * A failure that is neither looked at nor thrown on wants a comment: within `catch { … }`, or within or right above
 * `.catch(() => …)`.
 */
export function unexplainedFailures(source: string): Unexplained[] {
  const lines = source.split('\n');
  return lines.flatMap((line, at) => {
    const clause = /\bcatch \{/.test(codeOf(line));
    const handler = /\.catch\((async )?\((_\w*)?\) =>/.test(codeOf(line));
    if (!clause && !handler) return [];
    const handled = [line, ...(/[{(>]$/.test(line) ? bodyAfter(lines, at) : [])];
    const told = handled.some((one) => COMMENT.test(one) || /\bthrow/i.test(codeOf(one)));
    return told || (handler && isComment(lines[at - 1])) ? [] : [{ line: at + 1, what: 'failure' }];
  });
}

/** The lines that are further in than the one at `at`, up to the first that is not. */
function bodyAfter(lines: string[], at: number): string[] {
  const indent = (line: string) => line.length - line.trimStart().length;
  const own = indent(lines[at] ?? '');
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => line.trim() !== '' && indent(line) <= own);
  return end === -1 ? rest : rest.slice(0, end);
}
