/** The positions of everything in the picture of a grid; all numbers are pixels. */
import type { Label } from '../../../pictures/grid/grid-protocol.ts';
import { type Axes, countOf, type Variable } from './grid-axes.ts';

export interface GridLayout {
  width: number;
  height: number;
  /** Left edges of the columns and upper edges of the rows. */
  x: number[];
  y: number[];
  cell: { width: number; height: number };
  /** Over the cells; empty without labels. */
  head: Label[];
  /** Beside the cells of a row. */
  rowLabels(row: number): Label[];
  /** Below the cells: the variables on no axis. */
  foot: Label[];
  foot_y: number;
}

export interface LayoutOptions {
  /** Long edge of a picture. */
  cell: number;
  labels: boolean;
  /** Widths of pictures for a height of 1. */
  ratios: number[];
  /** The word for an empty value. */
  nothing: string;
}

const LINE = 1.3;
const MOST_LINES = 3;

/** Sizes that follow from that of a cell. */
function measures(cell: number) {
  const letters = Math.min(36, Math.max(11, Math.round(cell / 11)));
  return {
    letters,
    line: Math.ceil(letters * LINE),
    gap: Math.max(2, Math.round(cell / 40)),
    pad: Math.ceil(letters * 0.6),
  };
}

export function gridLayout(axes: Axes, { cell, labels, ratios, nothing }: LayoutOptions): GridLayout {
  const said = ({ name, values }: Variable) => ({ name, values: values.map((value) => value || nothing) });
  const rows = axes.rows.map(said);
  const columns = axes.columns.map(said);
  const { letters, line, gap, pad } = measures(cell);
  const box = cellBox(cell, ratios);
  const sides = labels ? rows.map((variable) => sideWidth(variable, letters, box.width)) : [];
  const names = labels && (rows.length > 0 || columns.length > 0);
  // Long names of variables must not make the pictures narrow.
  const named = names
    ? Math.min(
        longest(
          columns.map(({ name }) => name),
          letters,
        ),
        12 * letters,
      ) + pad
    : 0;
  const left = labels ? Math.max(sum(sides) + pad * sides.length, columns.length > 0 ? named : 0) + pad : gap;
  const across = edges(columns, box.width, gap);
  const x = across.map((at) => Math.ceil(left) + at);
  const levels = labels
    ? columns.map((_, level) => headLevel(columns, level, x, box.width, letters, line))
    : [];
  const names_height = names && rows.length > 0 ? line : 0;
  const top = labels ? Math.ceil(sum(levels.map(({ height }) => height)) + names_height + pad) : gap;
  const down = edges(rows, box.height, gap);
  const y = down.map((at) => top + at);
  const width = (x.at(-1) as number) + box.width + (labels ? pad : gap);
  const foot_y = (y.at(-1) as number) + box.height + gap;
  const told = Object.entries(axes.fixed).map(([name, value]) => `${name}: ${value || nothing}`);
  const has_foot = labels && told.length > 0;
  const foot_height = has_foot ? line + pad : labels ? pad : 0;
  const text = { size: letters, lines: 1 };
  const foot: Label[] = has_foot
    ? [
        {
          ...text,
          x: pad,
          y: foot_y,
          width: width - 2 * pad,
          height: foot_height,
          text: told.join(' · '),
          align: 'start',
          tone: 'quiet',
        },
      ]
    : [];
  const head = labels
    ? headLabels({ columns, rows, levels, sides, x, box, left, top, pad, letters, line })
    : [];
  return {
    width,
    height: foot_y + foot_height,
    x,
    y,
    cell: box,
    head,
    rowLabels: (row) =>
      labels ? besideRow(rows, row, sides, y[row] as number, box.height, { pad, letters, line }) : [],
    foot,
    foot_y,
  };
}

/** Large enough for the long edge of each picture; exact if all pictures have the same shape. */
function cellBox(cell: number, ratios: number[]): { width: number; height: number } {
  const shapes = ratios.length > 0 ? ratios : [1];
  return {
    width: Math.max(1, Math.round(cell * Math.max(...shapes.map((ratio) => Math.min(1, ratio))))),
    height: Math.max(1, Math.round(cell * Math.max(...shapes.map((ratio) => Math.min(1, 1 / ratio))))),
  };
}

/** Where each combination begins; combinations with the same value of an outer variable are neighbours. */
function edges(variables: Variable[], size: number, gap: number): number[] {
  const inner = variables.at(-1)?.values.length ?? 1;
  const apart = variables.length > 1 ? 2 * gap : 0;
  return Array.from(
    { length: countOf(variables) },
    (_, at) => at * (size + gap) + Math.floor(at / inner) * apart,
  );
}

interface HeadLevel {
  height: number;
  lines: number;
  upright: boolean;
  groups: { x: number; width: number; text: string }[];
}

/** The values of one column variable, each over the columns that it spans. */
function headLevel(
  columns: Variable[],
  level: number,
  x: number[],
  cell_width: number,
  letters: number,
  line: number,
): HeadLevel {
  const { values } = columns[level] as Variable;
  const span = countOf(columns.slice(level + 1));
  const groups = Array.from({ length: x.length / span }, (_, at) => {
    const from = x[at * span] as number;
    const width = (x[(at + 1) * span - 1] as number) + cell_width - from;
    return { x: from, width, text: values[at % values.length] as string };
  });
  const widest = longest(values, letters);
  const room = Math.min(...groups.map(({ width }) => width)) - 2;
  // In a narrow column, horizontal text would be shortened to nothing.
  const upright = span === 1 && room < 6 * letters && widest > room;
  const lines = upright ? 1 : Math.min(MOST_LINES, Math.max(1, Math.ceil((widest * 1.1) / room)));
  const height = upright ? Math.min(widest + letters, 14 * letters) : lines * line + Math.ceil(letters * 0.4);
  return { height: Math.ceil(height), lines, upright, groups };
}

interface Head {
  columns: Variable[];
  rows: Variable[];
  levels: HeadLevel[];
  sides: number[];
  x: number[];
  box: { width: number };
  left: number;
  top: number;
  pad: number;
  letters: number;
  line: number;
}

function headLabels({ columns, rows, levels, sides, left, top, pad, letters, line }: Head): Label[] {
  const made: Label[] = [];
  let y = Math.ceil(pad / 2);
  for (const [level, { height, lines, upright, groups }] of levels.entries()) {
    const text = { y, height, size: letters };
    const name = (columns[level] as Variable).name;
    made.push({ ...text, x: pad, width: left - 2 * pad, text: name, align: 'end', tone: 'quiet', lines: 1 });
    for (const group of groups)
      made.push({ ...text, ...group, align: upright ? 'start' : 'middle', tone: 'strong', lines, upright });
    y += height;
  }
  let x = pad;
  for (const [at, width] of sides.entries()) {
    const { name } = rows[at] as Variable;
    const place = { x, y: top - line - Math.ceil(pad / 3), width, height: line };
    made.push({ ...place, text: name, size: letters, align: 'start', tone: 'quiet', lines: 1 });
    x += width + pad;
  }
  return made;
}

/** An outer value is shown at the first of the rows that it spans. */
function besideRow(
  rows: Variable[],
  row: number,
  sides: number[],
  y: number,
  height: number,
  { pad, letters, line }: { pad: number; letters: number; line: number },
): Label[] {
  const lines = Math.max(1, Math.min(5, Math.floor(height / line)));
  let x = pad;
  return rows.flatMap(({ values }, level) => {
    const width = sides[level] as number;
    const span = countOf(rows.slice(level + 1));
    const place = { x, y, width, height };
    x += width + pad;
    if (row % span !== 0) return [];
    const text = values[Math.floor(row / span) % values.length] as string;
    return [{ ...place, text, size: letters, align: 'start', tone: 'strong', lines }];
  });
}

/** Room for the values beside the rows: what the longest needs, but no more than about a picture. */
const sideWidth = ({ name, values }: Variable, letters: number, cell_width: number): number =>
  Math.ceil(
    Math.min(longest([name, ...values], letters), Math.max(10 * letters, Math.min(cell_width, 16 * letters))),
  );

const longest = (texts: string[], letters: number): number =>
  Math.max(2 * letters, ...texts.map((text) => estimatedWidth(text) * letters));

const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);

/** Widths of characters, in letter heights: at least those of the font (`Lettering`), which is loaded only in the thread that draws. */
const ASCII = widthsOf([
  [` '",.:;|ijlI!f()[]{}tr-`, 0.4],
  ['/\\*x?zsvyYckJ', 0.52],
  ['DGHNOQU', 0.78],
  ['mwMW%@', 0.91],
]);
const OTHER_ASCII = 0.65;
const SQUARE = 1.02;
/** Such as the widest letters of Cyrillic, or a dash. */
const OTHER = 0.98;

function widthsOf(groups: [characters: string, width: number][]): ReadonlyMap<string, number> {
  return new Map(groups.flatMap(([characters, width]) => [...characters].map((one) => [one, width])));
}

/** In letter heights, as an estimate: the letters themselves are measured when they are drawn. */
function estimatedWidth(text: string): number {
  let width = 0.2;
  for (const character of text) {
    if (character <= '~') width += ASCII.get(character) ?? OTHER_ASCII;
    else width += /[\u1100-\u11ff\u2e80-\uffdf\u{1f000}-\u{3ffff}]/u.test(character) ? SQUARE : OTHER;
  }
  return width;
}
