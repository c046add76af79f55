/** Why a module cannot be loaded, and where: what Node.js tells of it only when it ends. */
import { fileURLToPath } from 'node:url';
import { thrownText } from './thrown-text.ts';

const OUR_SOURCES = new URL('../../', import.meta.url).href;
const CHECK_MS = 10_000;

/** The message of the error, with the file and line of the fault if they can be found. */
export function loadErrorText(error: unknown, file: string): string {
  const text = thrownText(error);
  const place = placeIn(stackOf(error)) ?? (error instanceof SyntaxError ? placeOfSyntaxError(file) : null);
  return place ? `${text} (${place})` : text;
}

function stackOf(error: unknown): string {
  try {
    const { stack } = error as { stack?: unknown };
    return error instanceof Error && typeof stack === 'string' ? stack : '';
  } catch {
    // Null, or a getter that throws.
    return '';
  }
}

function placeIn(stack: string): string | null {
  // The head of a syntax error, or the first call in a module that is not ours.
  const [first = ''] = stack.split('\n', 1);
  const head = /^((?:file:\/\/|\/|[A-Za-z]:\\).*):(\d+)$/.exec(first);
  if (head) return placeOf(head);
  for (const call of stack.matchAll(/(file:\/\/[^\s()]+):(\d+):\d+\)?$/gm))
    if (!call[1]?.startsWith(OUR_SOURCES)) return placeOf(call);
  return null;
}

const placeOf = ([, file = '', line]: RegExpExecArray): string =>
  `${file.startsWith('file:') ? fileURLToPath(file) : file}:${line}`;

/** The error itself has no place, but Node.js prints it when it only checks the file. Null if the fault is in a module that it imports. */
function placeOfSyntaxError(file: string): string | null {
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const { stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8', timeout: CHECK_MS });
  return placeIn(stderr ?? '');
}
