import type { Random } from './random.ts';

/** Smooth gradient noise over the plane, with its own shuffled table; one unit is about one bump. */
export class Noise {
  readonly #table = new Uint8Array(512);
  readonly #gx = new Float64Array(256);
  readonly #gy = new Float64Array(256);

  constructor(random: Random) {
    const order = random.shuffle(Array.from({ length: 256 }, (_, i) => i));
    for (let i = 0; i < 512; i++) this.#table[i] = order[i & 255] as number;
    for (let i = 0; i < 256; i++) {
      this.#gx[i] = Math.cos((i / 256) * Math.PI * 2);
      this.#gy[i] = Math.sin((i / 256) * Math.PI * 2);
    }
  }

  /** From -1 to 1. */
  at(x: number, y: number): number {
    const table = this.#table;
    const gx = this.#gx;
    const gy = this.#gy;
    const x0 = Math.floor(x);
    const y0 = Math.floor(y);
    const fx = x - x0;
    const fy = y - y0;
    const ix = x0 & 255;
    const iy = y0 & 255;
    const left = table[ix] as number;
    const right = table[ix + 1] as number;
    const aa = table[left + iy] as number;
    const ab = table[left + iy + 1] as number;
    const ba = table[right + iy] as number;
    const bb = table[right + iy + 1] as number;
    const u = fx * fx * fx * (fx * (fx * 6 - 15) + 10);
    const v = fy * fy * fy * (fy * (fy * 6 - 15) + 10);
    const top = (gx[aa] as number) * fx + (gy[aa] as number) * fy;
    const topRight = (gx[ba] as number) * (fx - 1) + (gy[ba] as number) * fy;
    const low = (gx[ab] as number) * fx + (gy[ab] as number) * (fy - 1);
    const lowRight = (gx[bb] as number) * (fx - 1) + (gy[bb] as number) * (fy - 1);
    const upper = top + u * (topRight - top);
    return (upper + v * (low + u * (lowRight - low) - upper)) * 1.5;
  }

  /** Several octaves of `at`, from -1 to 1. */
  fractal(x: number, y: number, octaves: number): number {
    let sum = 0;
    let weight = 0.5;
    let total = 0;
    for (let i = 0; i < octaves; i++) {
      sum += this.at(x, y) * weight;
      total += weight;
      weight *= 0.5;
      // Turned a little at every octave, or the grid of the octaves shows as straight lines.
      const turned = x * 1.6 + y * 1.2 + 17.3;
      y = y * 1.6 - x * 1.2 + 5.1;
      x = turned;
    }
    return sum / total;
  }

  /** Sharp crests, from 0 to 1. */
  ridged(x: number, y: number, octaves: number): number {
    let sum = 0;
    let weight = 0.5;
    let total = 0;
    let carry = 1;
    for (let i = 0; i < octaves; i++) {
      const crest = 1 - Math.min(1, Math.abs(this.at(x, y)));
      const value = crest * crest * carry;
      sum += value * weight;
      total += weight;
      carry = Math.min(1, value * 1.6);
      weight *= 0.5;
      const turned = x * 1.6 + y * 1.2 + 9.7;
      y = y * 1.6 - x * 1.2 + 3.3;
      x = turned;
    }
    return sum / total;
  }
}
