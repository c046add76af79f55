/** The environment of a command: the variables of the process, which take precedence over `.env`. */
import { lstatSync, readFileSync, type Stats, statSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { SettingsError } from '../settings.ts';
import { misspelledMode } from './misspelled-settings.ts';

/** Of a `.env` file: many times what all settings take. */
const MOST_BYTES = 256 * 1_024;

export type Environment = Record<string, string | undefined>;

/** The environment and the `.env` file of this folder, if there is one. Throws `SettingsError` if the file cannot be read exactly as written. */
export const environmentWithDotEnv = (file = '.env'): Environment => readEnvironment(file).environment;

/** The same with the names that the file sets. */
export function readEnvironment(file = '.env'): { environment: Environment; dot_env_names: string[] } {
  const dot_env = readDotEnv(file);
  const environment = { ...dot_env, ...process.env };
  const dot_env_names = Object.keys(dot_env);
  const misspelled = misspelledMode(dot_env_names, environment);
  if (misspelled) throw new SettingsError(misspelled);
  return { environment, dot_env_names };
}

function readDotEnv(file: string): Environment {
  try {
    if (!lstatSync(file, { throwIfNoEntry: false })) return {};
    const why = unreadable(statSync(file, { throwIfNoEntry: false }));
    if (why) throw new SettingsError(`${file}: ${why}`);
    return parseDotEnv(readFileSync(file), file);
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new SettingsError(`${file}: it cannot be read (${code})`, { cause: error });
  }
}

/** Reading a pipe would wait for ever, and without the settings of a lost file a server may be unsafe. Null if it can be read. */
function unreadable(found: Stats | undefined): string | null {
  if (!found) return 'it is a link to a file that does not exist';
  if (found.isDirectory()) return 'it is a folder';
  if (!found.isFile()) return 'it is a pipe, socket or device, not a file';
  return found.size > MOST_BYTES ? `it is larger than ${MOST_BYTES / 1_024} KiB` : null;
}

/**
 * The lines of a `.env` file. `parseEnv` skips what it does not understand, and a lost setting (NODE_ENV, a secret) makes a server unsafe:
 * so each assignment is read separately, and one that would not be read as it is written is refused.
 */
export function parseDotEnv(bytes: Uint8Array, file: string): Environment {
  const lines = decode(bytes, file).replaceAll(/\r\n?/g, '\n').split('\n');
  const environment: Environment = {};
  const set_on = new Map<string, number>();
  let at = 0;
  while (at < lines.length) {
    const number = at + 1;
    const assignment = assignmentAt(lines, at);
    if (assignment === null) {
      at += 1;
      continue;
    }
    if ('fault' in assignment) throw new SettingsError(`${file}, line ${number}: ${assignment.fault}`);
    const { name, value, end } = assignment;
    const earlier = set_on.get(name);
    if (earlier !== undefined)
      throw new SettingsError(`${file}, line ${number}: ${name} is set on line ${earlier} already`);
    set_on.set(name, number);
    environment[name] = value;
    at = end;
  }
  return environment;
}

/** Text in UTF-8, or in UTF-16 with a byte order mark; the mark is removed. */
function decode(bytes: Uint8Array, file: string): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch (error) {
    throw new SettingsError(`${file}: it is not text in UTF-8; save it as UTF-8`, { cause: error });
  }
  throw new SettingsError(`${file}: it contains NUL characters; save it as UTF-8`);
}

/** `end`: the line after the assignment, which is more than one line on where a quoted value has several. */
type Assignment = { name: string; value: string; end: number } | { fault: string };

// Blanks and tabs only: other white space (no-break space, byte order mark) looks the same and is part of a name for `parseEnv`.
const NOTHING = /^[ \t]*(#|$)/;
const ASSIGNMENT = /^[ \t]*(?:export +)?([A-Za-z_][\w.]*)[ \t]*=[ \t]*(.*)$/;
/** White space and invisible characters that a person who reads the file cannot see. */
const UNSEEN = /[^\S \t]|[[\p{Cc}\p{Cf}]--[\t]]/v;

/** Also what other systems read as the end of a line. */
const CONTROL = /[[\p{Cc}\u2028\u2029]--[\t\n]]/v;

/** The assignment that begins on a line; null for an empty line or a comment. */
function assignmentAt(lines: readonly string[], at: number): Assignment | null {
  const line = lines[at] as string;
  if (NOTHING.test(line)) return null;
  const [, name, written = ''] = ASSIGNMENT.exec(line) ?? [];
  if (name === undefined) {
    return {
      fault: UNSEEN.test(line)
        ? 'it contains an invisible character, such as a no-break space; write the line again'
        : 'a line must be NAME=value, or a comment that begins with #',
    };
  }
  const place = /^["'`]/.test(written) ? endOfQuoted(lines, at, name, written) : endOfBare(at, name, written);
  if (typeof place !== 'number') return place;
  const read = Object.entries(parseEnv(lines.slice(at, place).join('\n')));
  const [key, value] = read[0] ?? [];
  if (read.length !== 1 || key !== name || value === undefined)
    return {
      fault: `${name} would not be read as it is written; write the line again without unusual spaces`,
    };
  if (CONTROL.test(value))
    return { fault: `the value of ${name} contains a control character; write the line again` };
  const fault = unfilledIn(name, value, written.slice(0, 1));
  return fault ? { fault } : { name, value, end: place };
}

/** What a shell or Compose would replace: `${NAME}`, `$(command)`, and `$NAME` at the beginning (elsewhere, a password may contain it). */
const REFERENCE = /\$[{(]|^\$[A-Za-z_]/;

/** Why a value that another program would fill in, and that is taken as it is here, is not meant so. Single quotes say that it is. */
function unfilledIn(name: string, value: string, quote: string): string | null {
  if (quote === '`' && !/['"]/.test(value))
    return `backquotes do not run a command here; write the value of ${name} itself, in other quotes`;
  if (quote === "'" || (quote === '`' && value.includes("'")) || !REFERENCE.test(value)) return null;
  return `nothing is filled in for the $ in the value of ${name}; write the value itself, or put it in single quotes if the $ is part of it`;
}

/** The line after a value without quotes. */
function endOfBare(at: number, name: string, written: string): number | { fault: string } {
  if (/^#|[^ \t]#/.test(written))
    return {
      fault: `the value of ${name} would end at its #; put the value in quotes, or a space before a comment`,
    };
  const value = written.replace(/[ \t]+#.*$/, '').replace(/[ \t]+$/, '');
  if (UNSEEN.test(value.slice(0, 1)) || UNSEEN.test(value.slice(-1)))
    return {
      fault: `the value of ${name} begins or ends with an invisible character, such as a no-break space; write the line again`,
    };
  return at + 1;
}

/** The line after a value in quotes, which may have several lines. */
function endOfQuoted(
  lines: readonly string[],
  at: number,
  name: string,
  written: string,
): number | { fault: string } {
  const quote = written.slice(0, 1);
  let rest = written.slice(1);
  let end = at + 1;
  let other: number | undefined;
  while (!rest.includes(quote)) {
    if (end >= lines.length) return { fault: `the quote that opens the value of ${name} is never closed` };
    rest = lines[end] as string;
    end += 1;
    if (isOwnLine(rest)) other ??= end;
  }
  if (other !== undefined)
    return {
      fault: `the quote that opens the value of ${name} is closed only on line ${end}, and line ${other} looks like a setting of its own; close the quote where the value ends, or write its line breaks as \\n in double quotes`,
    };
  return NOTHING.test(rest.slice(rest.indexOf(quote) + 1))
    ? end
    : { fault: `the value of ${name} would end at its second ${quote}; use another kind of quotes` };
}

/** A lost quote takes such lines into its value. The last line of a key in base64 may end with =, too. */
const isOwnLine = (line: string): boolean => {
  const [text = ''] = line.split(/["'`]/, 1);
  return ASSIGNMENT.test(line) && !(/^[A-Za-z0-9+/]+={1,2}$/.test(text) && text.length % 4 === 0);
};
