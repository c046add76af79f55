/** The environment of a command: the variables of the process, which take precedence over `.env`. */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { SettingsError } from '../settings.ts';

export type Environment = Record<string, string | undefined>;

/** The environment and the `.env` file of this folder, if there is one. Throws `SettingsError` if the file cannot be read exactly as written. */
export function environmentWithDotEnv(file = '.env'): Environment {
  return { ...readDotEnv(file), ...process.env };
}

function readDotEnv(file: string): Environment {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    const why = code === 'EISDIR' ? 'it is a folder' : `it cannot be read (${code})`;
    throw new SettingsError(`${file}: ${why}`, { cause: error });
  }
  return parseDotEnv(bytes, file);
}

/**
 * The lines of a `.env` file. `parseEnv` skips what it does not understand, and a lost setting (NODE_ENV, a secret) makes a server unsafe:
 * so every line that would be read differently from what is written is refused.
 */
export function parseDotEnv(bytes: Uint8Array, file: string): Environment {
  const text = decode(bytes, file).replaceAll(/\r\n?/g, '\n');
  const fault = firstFault(text);
  if (fault) throw new SettingsError(`${file}, ${fault}`);
  return parseEnv(text);
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

const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=[ \t]*(.*)$/;

function firstFault(text: string): string | null {
  const lines = text.split('\n');
  const seen = new Map<string, number>();
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as string;
    if (/^\s*(#|$)/.test(line)) continue;
    const number = at + 1;
    const [, name, value = ''] = ASSIGNMENT.exec(line) ?? [];
    if (name === undefined)
      return `line ${number}: a line must be NAME=value, or a comment that begins with #`;
    const earlier = seen.get(name);
    if (earlier !== undefined) return `line ${number}: ${name} is set on line ${earlier} already`;
    seen.set(name, number);
    if (!/^["'`]/.test(value)) {
      if (/^#|\S#/.test(value))
        return `line ${number}: the value of ${name} would end at its #; put the value in quotes, or a space before a comment`;
      continue;
    }
    const quote = value.slice(0, 1);
    let rest = value.slice(1);
    while (!rest.includes(quote)) {
      at += 1;
      if (at >= lines.length)
        return `line ${number}: the quote that opens the value of ${name} is never closed`;
      rest = lines[at] as string;
    }
    if (!/^\s*(#.*)?$/.test(rest.slice(rest.indexOf(quote) + 1)))
      return `line ${number}: the value of ${name} would end at its second ${quote}; use another kind of quotes`;
  }
  return null;
}
