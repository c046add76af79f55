/** Room for labels, from their texts: a grid is measured before it is drawn. */
const LATIN_PX = 7;
const WIDE_PX = 13;
const LINE_PX = 17;
/** The size of letters for which these are right. */
const ROOT_PX = 16;
const PADDING_PX = 26;
const MOST_LINES = 4;
const MOST_BESIDE = 6;
const ABOVE_AND_BELOW_PX = 8;

/** How large the reader has chosen letters to be. */
const scale = (): number =>
  typeof document === 'undefined'
    ? 1
    : Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / ROOT_PX;

const wide = /[\u2e80-\uffef]/u;

const widthOf = (text: string): number => {
  let width = 0;
  for (const one of text) width += wide.test(one) ? WIDE_PX : LATIN_PX;
  return width;
};

export const widestOf = (texts: readonly string[]): number =>
  Math.ceil(scale() * Math.max(0, ...texts.map(widthOf)));

/** Height of a row of labels, the widest of which wraps at this width. */
export function labelHeight(widest: number, width: number): number {
  const lines = Math.max(1, Math.ceil(widest / Math.max(20, width - PADDING_PX)));
  return Math.min(MOST_LINES, lines) * Math.ceil(LINE_PX * scale()) + 12;
}

/** Whole lines of a label beside rows of this height together; of a long one, not all. */
export const linesIn = (height: number): number =>
  Math.min(MOST_BESIDE, Math.max(1, Math.floor((height - ABOVE_AND_BELOW_PX) / (LINE_PX * scale()))));

/** Width of a column of labels. */
export const labelWidth = (widest: number, most: number): number =>
  Math.min(most, Math.max(44, widest + PADDING_PX));
