/** The state of a grid, kept in the URL. */
import type { SearchCodec } from '../../../router/use-search.ts';
import type { Variable } from './matrix.ts';

export const SIZES = { s: 72, m: 128, l: 208, xl: 336 } as const;
/** `fit` makes cells as large as the window allows. */
export type Size = keyof typeof SIZES | 'fit';

export interface View {
  /** Names of variables from the outermost to the innermost. Variables on no axis are steps. */
  rows: readonly string[];
  columns: readonly string[];
  /** The shown value of each step. */
  at: Readonly<Record<string, number>>;
  /** The shown values of a variable in their order. Without an entry, all are shown. */
  show: Readonly<Record<string, readonly number[]>>;
  size: Size;
  /** Selected items. */
  pick: readonly number[];
  /** The item that is open in the large view. */
  open: number | null;
  /** How the selected items are compared; null while they are not. */
  compare: CompareMode | null;
}

export type CompareMode = 'side' | 'slider' | 'flicker';
/** As the URL names them. */
const MODES: Readonly<Record<string, CompareMode>> = { 1: 'side', slider: 'slider', flicker: 'flicker' };

const MOST_NESTED = 12;
export const MOST_PICKED = 100;

/** Columns that still fit into a wide window, and rows of which a band of columns is in sight as a whole. */
const MOST_ACROSS = 12;
const MOST_IN_BAND = 3;

/**
 * The default arrangement of the last two variables, a short one before them around the shorter of the two, and the rest as steps. In a wide
 * window the longer axis lies across, unless it would be scrolled sideways; two of one length lie as they come, the last one in the columns.
 */
export function defaultAxes(variables: readonly Variable[], narrow = false): Pick<View, 'rows' | 'columns'> {
  const many = variables.filter(({ values }) => values.length > 1);
  const [column, row, outer] = (many.length > 0 ? many : variables).toReversed();
  if (!column || !row) return { rows: [], columns: column ? [column.name] : [] };
  const inner = row.values.length > column.values.length ? column : row;
  const axis = (one: Variable) => {
    const count = one === inner && outer ? one.values.length * outer.values.length : 0;
    return outer && count > 0 && count <= MOST_NESTED
      ? { names: [outer.name, one.name], length: count }
      : { names: [one.name], length: one.values.length };
  };
  const [rows, columns] = [axis(row), axis(column)];
  if (rows.length === columns.length) return { rows: rows.names, columns: columns.names };
  const [short, long] = rows.length < columns.length ? [rows, columns] : [columns, rows];
  const across = !narrow && (long.length <= MOST_ACROSS || short.length <= MOST_IN_BAND);
  return across ? { rows: short.names, columns: long.names } : { rows: long.names, columns: short.names };
}

const modeOf = (text: string): CompareMode | null =>
  Object.hasOwn(MODES, text) ? (MODES[text] ?? null) : null;

const numbers = (text: string | null, below: number): number[] => [
  ...new Set(
    (text ?? '')
      .split('.')
      .filter((part) => /^\d{1,9}$/.test(part))
      .map(Number)
      .filter((number) => number < below),
  ),
];

/** Escapes only the characters that `decode` would split at. The URL escapes all others. */
const encode = (names: readonly string[]) =>
  names.map((name) => name.replaceAll(/[%,]/g, encodeURIComponent)).join(',');

function decode(text: string): string[] {
  try {
    return text.split(',').map(decodeURIComponent);
  } catch {
    // The URL was not written by this page.
    return [];
  }
}

/** Converts the state of a grid with these variables to and from its URL. */
export function viewCodec(variables: readonly Variable[], narrow = false): SearchCodec<View> {
  const standard = defaultAxes(variables, narrow);
  const total = variables.reduce((product, { values }) => product * values.length, 1);
  const known = (params: URLSearchParams, key: 'rows' | 'columns') => {
    const text = params.get(key);
    if (text === null) return standard[key];
    return [...new Set(decode(text))].filter((name) => variables.some((one) => one.name === name));
  };
  return {
    read(params) {
      const rows = known(params, 'rows');
      const at: Record<string, number> = {};
      const show: Record<string, number[]> = {};
      for (const { name, values } of variables) {
        const [value] = numbers(params.get(`at.${name}`), values.length);
        if (value !== undefined) at[name] = value;
        const shown = numbers(params.get(`show.${name}`), values.length);
        if (shown.length > 0) show[name] = shown;
      }
      const size = params.get('size') ?? '';
      return {
        rows,
        columns: known(params, 'columns').filter((name) => !rows.includes(name)),
        at,
        show,
        size: Object.hasOwn(SIZES, size) ? (size as Size) : 'fit',
        pick: numbers(params.get('pick'), total).slice(0, MOST_PICKED),
        open: numbers(params.get('open'), total)[0] ?? null,
        compare: modeOf(params.get('compare') ?? ''),
      };
    },
    write({ rows, columns, at, show, size, pick, open, compare }) {
      const state: Record<string, string> = {};
      // Both or none: another window may have another standard.
      if (encode(rows) !== encode(standard.rows) || encode(columns) !== encode(standard.columns)) {
        state.rows = encode(rows);
        state.columns = encode(columns);
      }
      for (const [name, value] of Object.entries(at)) if (value > 0) state[`at.${name}`] = String(value);
      for (const [name, shown] of Object.entries(show)) state[`show.${name}`] = shown.join('.');
      if (size !== 'fit') state.size = size;
      if (pick.length > 0) state.pick = pick.join('.');
      if (open !== null) state.open = String(open);
      if (compare && pick.length > 1) state.compare = compare === 'side' ? '1' : compare;
      return state;
    },
  };
}
