/** What a command line may hold is read from the usage text that people see: the two cannot disagree. */
import { parseArgs } from 'node:util';
import { nearestTo } from '../../runtime/nearest.ts';
import type { Command } from './command.ts';
import { UsageError } from './usage-error.ts';

/** One form of a command: `session end EMAIL [ID] [--json]`. */
interface Form {
  text: string;
  /** The command, and its action if it has several. */
  words: string[];
  /** The action that is meant where none is given: `[list]`. */
  usual: string | null;
  /** Without their dashes. */
  options: string[];
  /** Names of the arguments that it needs. */
  needs: string[];
  /** Arguments at most. */
  most: number;
}

function formsOf(usage: string): Form[] {
  return usage.split(' | ').map((text) => {
    const parts = text.replace(/\[--[^\]]*\](\.\.\.)?/g, '').match(/\S+/g) ?? [];
    const names = parts.filter((part) => /^\[?[A-Z]/.test(part));
    return {
      text,
      words: parts.filter((part) => /^[a-z]/.test(part)),
      usual: /\[([a-z]+)\]/.exec(text)?.[1] ?? null,
      options: [...text.matchAll(/--([a-z-]+)/g)].map(([, name = '']) => name),
      needs: names.filter((name) => !name.startsWith('[')),
      most: names.some((name) => name.endsWith('...')) ? Number.POSITIVE_INFINITY : names.length,
    };
  });
}

const usageOf = (forms: readonly Form[]): string =>
  `usage: ${forms.map(({ text }) => text).join('\n       ')}`;

const quoted = (words: readonly string[]): string => `"${words.join(' ')}"`;

const meant = (nearest: string | null, otherwise: string): string =>
  nearest === null ? otherwise : `; did you mean "${nearest}"?`;

/** The form that begins with these words. Throws `UsageError` if there is none. */
function formFor(forms: readonly Form[], positionals: readonly string[]): Form {
  const fits = ({ words }: Form) => words.slice(1).every((word, at) => positionals[at] === word);
  // The one with the most words: `worker list` rather than `worker`.
  const form = forms.filter(fits).toSorted((a, b) => b.words.length - a.words.length)[0];
  if (form) return form;
  throw new UsageError(`${unknownAction(forms, positionals)}\n${usageOf(forms)}`);
}

function checkArguments(forms: readonly Form[], form: Form, positionals: readonly string[]): void {
  const given = positionals.slice(form.words.length - 1);
  if (form.usual !== null && given[0] === form.usual) given.shift();
  const fault = faultOf(form, given, form.words.length === 1 ? actionsOf(forms) : []);
  if (fault !== null) throw new UsageError(`${fault}\n${usageOf(form.words.length === 1 ? forms : [form])}`);
}

const actionsOf = (forms: readonly Form[]): string[] => forms.flatMap(({ words }) => words.slice(1, 2));

function unknownAction(forms: readonly Form[], [action]: readonly string[]): string {
  const command = forms[0]?.words[0] ?? '';
  const actions = actionsOf(forms);
  if (action === undefined) return `"${command}" needs one of these words after it: ${actions.join(', ')}`;
  return `there is no ${quoted([command, action])}${meant(nearestTo(action, actions), '')}`;
}

function faultOf(
  { words, needs, most }: Form,
  given: readonly string[],
  actions: readonly string[],
): string | null {
  const missing = needs.slice(given.length);
  if (missing.length > 0) return `${quoted(words)} needs ${missing.join(' ')}`;
  if (given.length <= most) return null;
  const surplus = given[most] ?? '';
  return `${quoted(words)} does not take the argument "${surplus}"${meant(nearestTo(surplus, actions), '')}`;
}

/** The options and the positional arguments of a command. Throws `UsageError`. */
export function readCommandLine(command: Command, args: string[]) {
  const { options = {} } = command;
  const loose = parseArgs({ args, options, allowPositionals: true, strict: false, tokens: true });
  const forms = formsOf(command.usage);
  const form = formFor(forms, loose.positionals);
  // Some are for our own processes, and for nobody to read.
  const hidden = Object.keys(options).filter((name) => !command.usage.includes(`--${name}`));
  for (const token of loose.tokens) {
    if (token.kind !== 'option' || form.options.includes(token.name) || hidden.includes(token.name)) continue;
    throw new UsageError(`${unknownOption(form, token.name, token.rawName)}\n${usageOf([form])}`);
  }
  checkArguments(forms, form, loose.positionals);
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    // An option without its value, or a value for one that takes none.
    const [sentence = ''] = (error as Error).message.split(/\.\s/);
    throw new UsageError(`${sentence}\n${usageOf([form])}`);
  }
}

function unknownOption({ words, options }: Form, name: string, written: string): string {
  const nearest = nearestTo(name, options);
  const all = options.map((one) => `--${one}`).join(', ');
  const takes = all === '' ? '; it takes no options' : `; it takes ${all}`;
  return `${quoted(words)} has no option "${written}"${meant(nearest && `--${nearest}`, takes)}`;
}
