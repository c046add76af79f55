/** Commands of the form NOUN ACTION, which work through the API and print a table, or JSON with `--json`. */
import type { ParseArgsOptionsConfig } from 'node:util';
import { OperatorError } from '../../runtime/operator-error.ts';
import { plainLine } from '../../runtime/text.ts';
import { type Command, say } from './command.ts';
import type { Data, OperatorApi } from './operator-api.ts';
import { UsageError } from './usage-error.ts';

type Options = Record<string, string | undefined>;

export interface ActionContext {
  api: OperatorApi;
  /** The arguments after the action. */
  names: string[];
  options: Options;
  /** Prints what was done, or the data with `--json`. */
  done(text: string, data?: Data): void;
  /** Prints rows under these headings, or the rows themselves with `--json`. */
  list(rows: Data[], columns: Record<string, (row: Data) => unknown>): void;
}

export interface NounParts {
  /** The usage of each action, for example `list [--status S]`. */
  usage: readonly string[];
  about: string;
  options?: readonly string[];
  actions: Record<string, (context: ActionContext) => Promise<void>>;
  /** The account that the call acts as when it works directly on the data. */
  actsAs?(options: Options): string | undefined;
}

export function nounCommand(
  noun: string,
  { usage, about, options = [], actions, actsAs }: NounParts,
): Command {
  const named = usage.map((one) => `${noun} ${one} [--json]`).join(' | ');
  const text: ParseArgsOptionsConfig = Object.fromEntries(options.map((name) => [name, { type: 'string' }]));
  return {
    usage: named,
    about,
    options: { ...text, json: { type: 'boolean' } },
    async run(given, [action = '', ...names]) {
      const act = actions[action];
      if (!act) throw new Error(`${noun} ${action} is in the usage text, and is not there`);
      const { json, ...rest } = given;
      const own = rest as Options;
      await checkValues((api) => act({ api, names, options: own, ...SILENT }));
      const { withApi } = await import('./open-operator-api.ts');
      return withApi((api) => act({ api, names, options: own, ...printer(json === true) }), {
        acts_as: actsAs?.(own),
      });
    },
  };
}

const SILENT = { done: () => {}, list: () => {} };

/** Runs the action up to its first call, so that a wrong value is reported before anything is opened or connected. */
async function checkValues(act: (api: OperatorApi) => Promise<void>): Promise<void> {
  const first_call = () => Promise.reject(new OperatorError('nothing is open yet'));
  try {
    await act({ through: 'http', call: first_call });
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof OperatorError)) throw error;
  }
}

function printer(json: boolean): Pick<ActionContext, 'done' | 'list'> {
  if (json)
    return {
      done: (_, data = null) => say(JSON.stringify(data)),
      list: (rows) => say(JSON.stringify(rows, null, 2)),
    };
  return {
    done: say,
    list: (rows, columns) => say(tableOf(rows, columns)),
  };
}

/** A table with columns as wide as their contents. */
export function tableOf(rows: Data[], columns: Record<string, (row: Data) => unknown>): string {
  if (rows.length === 0) return 'None.';
  const lines = [
    Object.keys(columns).map((name) => name.toUpperCase()),
    ...rows.map((row) => Object.values(columns).map((read) => shown(read(row)))),
  ];
  const widths = Object.keys(columns).map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The text on one line, without characters that control the terminal, because names come from users. */
export function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '-';
  return plainLine(String(value));
}

/** Refuses an option whose value (a list separated by commas) contains other words than these. */
export function checkWords(options: Options, name: string, words: readonly string[]): void {
  const wrong = options[name]?.split(',').find((word) => !words.includes(word));
  if (wrong === undefined) return;
  throw new UsageError(
    `--${name} cannot be "${wrong}"; it takes one or several of ${words.join(', ')}, separated by commas`,
  );
}

/** Refuses an option that is not a time with a time zone. */
export function checkTime(options: Options, name: string): void {
  const given = options[name];
  if (given === undefined) return;
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$/i.test(given) && !Number.isNaN(Date.parse(given)))
    return;
  throw new UsageError(`--${name} takes a time such as 2026-01-31T08:00:00Z`);
}

/** The number of rows from `--limit`. */
export function limitOf({ limit }: Options): number {
  const number = Number(limit ?? 20);
  if (!Number.isInteger(number) || number < 1 || number > 10_000)
    throw new UsageError('--limit takes a whole number from 1 to 10000');
  return number;
}
