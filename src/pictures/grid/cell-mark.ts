import type { Lettering } from '../lettering.ts';
import type { CellMark } from './grid-protocol.ts';

const COLOURS: Record<CellMark, { ground: string; ink: string }> = {
  failed: { ground: '#fdecea', ink: '#b3261e' },
  cancelled: { ground: '#eef1f4', ink: '#7a8591' },
  waiting: { ground: '#eef1f4', ink: '#7a8591' },
  missing: { ground: '#f7f8fa', ink: '#d5dbe1' },
  none: { ground: '#f7f8fa', ink: '#b4bcc5' },
  unreadable: { ground: '#fff4e0', ink: '#9a6200' },
};

/** Paths in a square from -1 to 1. */
const SIGNS: Record<Exclude<CellMark, 'missing'>, string> = {
  failed: '<path d="M-.7 -.7L.7 .7M.7 -.7L-.7 .7"/>',
  cancelled: '<path d="M-.7 0L.7 0"/>',
  waiting: '<path d="M-.7 0L-.7 0M0 0L0 0M.7 0L.7 0"/>',
  none: '<path d="M-.35 0L.35 0"/>',
  unreadable: '<path d="M0 -.75L0 .2M0 .75L0 .75"/>',
};

/** Below this width, there is no room for text. */
const ROOM_FOR_WORDS = 88;

/** The mark that replaces a missing picture: a sign, and below it the reason if there is room. */
export function markElement(
  { mark, text }: { mark: CellMark; text: string | null },
  width: number,
  height: number,
  lettering: Lettering,
): string {
  const { ground, ink } = COLOURS[mark];
  const paper = `<rect width="${width}" height="${height}" fill="${ground}"/>`;
  if (mark === 'missing') return paper + hatching(width, height, ink);
  const half = Math.min(width, height) / 9;
  const words = text !== null && width >= ROOM_FOR_WORDS && height >= 64 ? text : null;
  const size = Math.max(10, Math.min(18, Math.round(width / 14)));
  const lines = words === null ? [] : lettering.lines(words, size, width * 0.86, height >= 128 ? 3 : 2);
  const step = size * 1.3;
  const middle = height / 2 - (lines.length * step) / 2;
  const sign = `<g transform="translate(${width / 2} ${middle}) scale(${half})" fill="none" stroke="${ink}" stroke-width=".34" stroke-linecap="round">${SIGNS[mark]}</g>`;
  const written = lines.map((line, at) => {
    const x = (width - lettering.width(line, size)) / 2;
    return lettering.element(line, x, middle + half * 1.5 + size + at * step, size, ink);
  });
  return paper + sign + written.join('');
}

function hatching(width: number, height: number, ink: string): string {
  const step = Math.max(8, Math.round(Math.min(width, height) / 8));
  let lines = '';
  for (let at = step; at < width + height; at += step) lines += `M${at} 0L${at - height} ${height}`;
  return `<path d="${lines}" stroke="${ink}" stroke-width="1.5"/>`;
}
