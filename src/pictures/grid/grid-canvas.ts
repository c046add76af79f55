import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import { Lettering } from '../lettering.ts';
import { PngWriter } from '../png-writer.ts';
import { markElement } from './cell-mark.ts';
import type { Cell, Label, ToGridThread } from './grid-protocol.ts';

type Begin = Extract<ToGridThread, { kind: 'begin' }>;
type Strip = Extract<ToGridThread, { kind: 'strip' }>;
type Cells = Extract<ToGridThread, { kind: 'cells' }>;

const CHANNELS = 3;
const PAPER = '#ffffff';
const BEHIND = '#eef1f4';
const TONES = { strong: '#1b2430', quiet: '#687482' };
/** Larger pictures of text cannot be drawn in one piece. */
const TILE = 4_096;
/** Number of pictures decoded at the same time: as many as the thread pool has threads, so that it never waits for this thread. */
const AT_ONCE = 4;
const QUALITY = 90;
/** From 3 on, the encoder keeps its analysis of every block in memory. */
const EFFORT = 2;

/** Draws one grid into a file, strip by strip. For use in a thread, because text and rows are computed in JavaScript. */
export class GridCanvas {
  readonly #lettering = new Lettering();
  readonly #begin: Begin;
  readonly #writer: PngWriter;
  readonly #file: FileHandle;
  readonly #marks = new BoundedMap<string, Buffer>({ entries: 64 });
  #strip: { about: Strip; pixels: Buffer; parts: Promise<void>[] } | null = null;
  /** Pictures that are being decoded, of this strip and the one before. */
  readonly #drawing = new Set<Promise<void>>();
  #packing: Promise<void> = Promise.resolve();
  /** Pixels of a strip that is packed, for the next one. */
  #spare: Buffer | null = null;

  private constructor(begin: Begin, file: FileHandle) {
    this.#begin = begin;
    this.#file = file;
    this.#writer = new PngWriter(begin.width, begin.height, begin.format === 'png');
  }

  static async begin(begin: Begin): Promise<GridCanvas> {
    sharp.concurrency(1);
    sharp.cache(false);
    return new GridCanvas(begin, await open(pathOfPng(begin), 'w'));
  }

  strip(about: Strip): void {
    const pixels = this.#emptyPixels(this.#begin.width * about.height * CHANNELS);
    this.#strip = { about, pixels, parts: [] };
    this.#add(this.#letters(about, pixels));
  }

  /** Resolves when the last picture has begun, so that those of the next strip follow without a pause. */
  async cells({ width, height, skip, cells }: Cells): Promise<void> {
    const { about, pixels } = this.#current;
    const rows = Math.min(height - skip, about.height);
    for (const cell of cells) {
      while (this.#drawing.size >= AT_ONCE) await Promise.race(this.#drawing);
      const drawn = this.#cell(cell, width, height)
        .then((picture) => this.#put(picture.subarray(skip * width * CHANNELS), width, pixels, cell.x, rows))
        .finally(() => this.#drawing.delete(drawn));
      this.#drawing.add(drawn);
      this.#add(drawn);
    }
  }

  async finishStrip(): Promise<void> {
    const { pixels, parts } = this.#current;
    this.#strip = null;
    // Only two strips are in memory: this one is compressed while the next one is drawn.
    await this.#packing;
    this.#packing = Promise.all(parts).then(() => this.#pack(pixels));
    // Awaited later; until then, a rejection must not count as unhandled.
    this.#packing.catch(() => undefined);
  }

  async end(): Promise<void> {
    const { format, file } = this.#begin;
    await this.#packing;
    await this.#writer.end();
    await this.#write();
    await this.#file.close();
    if (format === 'png') return;
    const picture = sharp(pathOfPng(this.#begin), { sequentialRead: true, limitInputPixels: false });
    // To save a few more bytes, the encoders would need memory of twice the size of the picture.
    if (format === 'jpeg') picture.jpeg({ quality: QUALITY, optimiseCoding: false });
    else picture.webp({ quality: QUALITY, effort: EFFORT });
    await picture.toFile(file);
  }

  get #current() {
    if (!this.#strip) throw new Error('no strip was begun');
    return this.#strip;
  }

  /** Something of this strip that is being drawn. */
  #add(part: Promise<void>): void {
    // Awaited at the end of the strip; until then, a rejection must not count as unhandled.
    part.catch(() => undefined);
    this.#current.parts.push(part);
  }

  #emptyPixels(bytes: number): Buffer {
    const spare = this.#spare?.length === bytes ? this.#spare : Buffer.allocUnsafeSlow(bytes);
    this.#spare = null;
    return spare.fill(0xff);
  }

  async #pack(pixels: Buffer): Promise<void> {
    await this.#writer.rows(pixels);
    this.#spare = pixels;
    await this.#write();
  }

  async #write(): Promise<void> {
    const parts = this.#writer.take();
    if (parts.length > 0) await this.#file.writev(parts);
  }

  /** Draws the labels, which never overlap pictures. */
  async #letters({ labels, y, height }: Strip, pixels: Buffer): Promise<void> {
    const left = Math.min(...labels.map(({ x }) => x));
    const right = Math.min(this.#begin.width, Math.max(...labels.map(({ x, width }) => x + width)));
    for (let x = left; x < right; x += TILE) {
      const width = Math.min(TILE, right - x);
      const inside = labels.filter((label) => label.x < x + width && label.x + label.width > x);
      if (inside.length === 0) continue;
      const texts = inside.map((label) => this.#text(label)).join('');
      this.#put(await drawn(texts, { x, y, width, height }, PAPER), width, pixels, x, height);
    }
  }

  /** Copies rows of a picture (raw, `width` wide) to `x` in the strip. */
  #put(picture: Buffer, width: number, pixels: Buffer, x: number, rows: number): void {
    const stride = this.#begin.width * CHANNELS;
    for (let row = 0; row < rows; row += 1) {
      const from = row * width * CHANNELS;
      picture.copy(pixels, row * stride + x * CHANNELS, from, from + width * CHANNELS);
    }
  }

  async #cell({ content }: Cell, width: number, height: number): Promise<Buffer> {
    if ('mark' in content) return this.#mark(content, width, height);
    try {
      return await sharp(content.picture)
        .autoOrient()
        .resize({ width, height, fit: 'contain', background: BEHIND })
        .flatten({ background: PAPER })
        .toColourspace('srgb')
        .removeAlpha()
        .raw()
        .toBuffer();
    } catch {
      // If this picture is faulty, the others are still shown.
      return this.#mark({ mark: 'unreadable', text: null }, width, height);
    }
  }

  async #mark(content: Extract<Cell['content'], { mark: unknown }>, width: number, height: number) {
    const key = JSON.stringify([content, width, height]);
    const known = this.#marks.get(key);
    if (known) return known;
    const element = markElement(content, width, height, this.#lettering);
    const made = await drawn(element, { x: 0, y: 0, width, height }, BEHIND);
    this.#marks.set(key, made);
    return made;
  }

  #text({ x, y, width, height, text, size, align, tone, lines: most, upright }: Label): string {
    const room = upright ? height : width;
    const lines = this.#lettering.lines(text, size, room, most);
    const step = size * 1.3;
    const across = upright ? width : height;
    const top = (across - lines.length * step) / 2 + size * 0.98;
    const elements = lines.map((line, at) => {
      const free = room - this.#lettering.width(line, size);
      const start = { start: 0, middle: free / 2, end: free }[align];
      return this.#lettering.element(line, start, top + at * step, size, TONES[tone]);
    });
    const place = upright ? `translate(${x} ${y + height}) rotate(-90)` : `translate(${x} ${y})`;
    return `<g transform="${place}">${elements.join('')}</g>`;
  }
}

/** JPEG and WebP need the whole picture, which is first written to a separate file. */
const pathOfPng = ({ format, file, folder }: Begin): string =>
  format === 'png' ? file : join(folder, 'grid.png');

/** The raw pixels of this part of the drawing. */
function drawn(
  elements: string,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  background: string,
): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}">${elements}</svg>`;
  return sharp(Buffer.from(svg), { unlimited: true })
    .flatten({ background })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer();
}
