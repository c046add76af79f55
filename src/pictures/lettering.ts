/**
 * Text as outlines, the same on every machine, because no system fonts are used. The font (Noto Sans SC, SIL Open Font License) comes in
 * slices of about a hundred characters, as for web pages; a slice is read when one of its characters first occurs. Use it in threads:
 * reading and unpacking a slice takes about 10 ms.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { create, type Font, type Glyph } from 'fontkit';

const UNITS = 1_000;
/** The slices contain the thinnest weight of a variable font; a stroke along the outline makes it bolder. */
const STRENGTH = 46;
/** The width that the stroke adds on each side of a character. */
const SPREAD = Math.round(STRENGTH / 3);
/** A frame, which replaces a character that the font lacks. */
const FRAME = 'M80 0L520 0L520 700L80 700ZM120 40L120 660L480 660L480 40Z';
/** A diamond, which replaces a whole emoji that the font lacks: noncharacter U+FFFF stands for it in texts. */
const EMOJI = '\uffff';
const DIAMOND =
  'M480 700L120 340L480 -20L840 340ZM480 620L200 340L480 60L760 340ZM480 410A70 70 0 1 1 481 410Z';
/** Whole emoji, of which many consist of several characters; and pictures of other sets. */
const PICTURES = /\p{RGI_Emoji}|\p{Extended_Pictographic}[\p{M}\p{Emoji_Modifier}]*/gv;
/** The font's own ellipsis is at half height, as in Chinese text. */
const ELLIPSIS = '...';

interface Outline {
  path: string;
  /** In thousandths of the font size. */
  advance: number;
}

interface Slice {
  file: string;
  ranges: [from: number, to: number][];
}

export class Lettering {
  readonly #outlines = new Map<number, Outline>();
  readonly #fonts = new Map<string, Font>();
  #slices: Slice[] | null = null;

  /** In pixels. */
  width(text: string, size: number): number {
    let units = 0;
    for (const character of this.#drawable(text))
      units += this.#outline(character.codePointAt(0) as number).advance;
    return (units * size) / UNITS;
  }

  /** An SVG element: the text on this base line, from `x` on. */
  element(text: string, x: number, base: number, size: number, colour: string): string {
    const scale = size / UNITS;
    let at = 0;
    let paths = '';
    for (const character of this.#drawable(text)) {
      const { path, advance } = this.#outline(character.codePointAt(0) as number);
      if (path !== '') paths += `<path transform="translate(${at} 0)" d="${path}"/>`;
      at += advance;
    }
    return `<g transform="translate(${x} ${base}) scale(${scale} ${-scale})" fill="${colour}" stroke="${colour}" stroke-width="${STRENGTH}" stroke-linejoin="round" fill-rule="evenodd">${paths}</g>`;
  }

  /** Breaks the text between words into at most this many lines of this width; text that does not fit ends with an ellipsis. */
  lines(text: string, size: number, width: number, most: number): string[] {
    const lines = [''];
    for (const part of unbroken(this.#drawable(text).trim())) {
      const line = lines.at(-1) as string;
      if (this.width((line + part).trimEnd(), size) <= width) lines[lines.length - 1] = line + part;
      else if (line !== '' && this.width(part.trimEnd(), size) <= width) lines.push(part);
      else this.#breakWord(part, lines, size, width);
      if (lines.length > most) break;
    }
    if (lines.length <= most) return lines.map((line) => line.trimEnd());
    const kept = lines.slice(0, most);
    kept[most - 1] = this.#shortened(`${kept[most - 1]}${lines[most]}`, size, width);
    return kept.map((line) => line.trimEnd());
  }

  /** The text with one character for each emoji that the font lacks. */
  #drawable(text: string): string {
    return text.replace(PICTURES, (picture) => {
      const seen = [...picture].map((one) => one.codePointAt(0) as number).filter(isSeen);
      return seen.every((code) => this.#glyph(code)) ? picture : EMOJI;
    });
  }

  #breakWord(word: string, lines: string[], size: number, width: number): void {
    for (const character of word) {
      const line = lines.at(-1) as string;
      if (line === '' || this.width(line + character, size) <= width)
        lines[lines.length - 1] = line + character;
      else lines.push(character);
    }
  }

  #shortened(text: string, size: number, width: number): string {
    const characters = [...text];
    while (characters.length > 0 && this.width(characters.join('').trimEnd() + ELLIPSIS, size) > width)
      characters.pop();
    return characters.join('').trimEnd() + ELLIPSIS;
  }

  #outline(code: number): Outline {
    const known = this.#outlines.get(code);
    if (known) return known;
    if (code === 0xffff) return { path: DIAMOND, advance: 960 };
    const glyph = this.#glyph(code);
    const made = glyph
      ? { path: glyph.path.toSVG(), advance: glyph.advanceWidth + (glyph.advanceWidth === 0 ? 0 : SPREAD) }
      : isSeen(code)
        ? { path: FRAME, advance: 600 }
        : { path: '', advance: 0 };
    this.#outlines.set(code, made);
    return made;
  }

  #glyph(code: number): Glyph | null {
    this.#slices ??= readSlices();
    for (const { file, ranges } of this.#slices) {
      if (!ranges.some(([from, to]) => code >= from && code <= to)) continue;
      const font = this.#font(file);
      if (font.hasGlyphForCodePoint(code)) return font.glyphForCodePoint(code);
    }
    return null;
  }

  #font(file: string): Font {
    const known = this.#fonts.get(file);
    if (known) return known;
    const font = create(readFileSync(file));
    if (!('hasGlyphForCodePoint' in font)) throw new Error(`${file} is no single font`);
    this.#fonts.set(file, font);
    return font;
  }
}

/** Joiners, direction marks and the like take up no space. */
const isSeen = (code: number): boolean => !/^[\p{Cf}\p{M}\p{Cc}\p{Zs}]$/u.test(String.fromCodePoint(code));

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\uffff]/u;
const OPENS = /[\p{Ps}\p{Pi}]$/u;
const CLOSES = /^[\p{Pe}\p{Pf}!%,.:;?、。！％，．：；？…]/u;
const JOINS = /[,;:/|·–—-]$/u;

/** Whether a line may end between two neighbouring segments: after white space and joints, and between words of languages without spaces. */
function maySplit(before: string, after: string): boolean {
  if (/^\s/.test(after) || CLOSES.test(after) || OPENS.test(before)) return false;
  return /\s$/.test(before) || CJK.test(before) || CJK.test(after) || JOINS.test(before);
}

/** The parts of a text that stay on one line, with the white space after them. Quotation marks and brackets stay at what they enclose. */
function unbroken(text: string): string[] {
  const parts: string[] = [];
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)) {
    const before = parts.at(-1);
    if (before === undefined || maySplit(before, segment)) parts.push(segment);
    else parts[parts.length - 1] = before + segment;
  }
  return parts;
}

function readSlices(): Slice[] {
  const folder = new URL('./', import.meta.resolve('@fontsource-variable/noto-sans-sc/unicode.json'));
  const listed = JSON.parse(readFileSync(new URL('unicode.json', folder), 'utf8')) as Record<string, string>;
  return Object.entries(listed).map(([name, ranges]) => ({
    file: fileURLToPath(
      new URL(`files/noto-sans-sc-${name.replace(/[[\]]/g, '')}-wght-normal.woff2`, folder),
    ),
    ranges: ranges.split(',').map((range) => {
      const [from = '', to = from] = range.replace('U+', '').split('-');
      return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
    }),
  }));
}
