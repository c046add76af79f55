import { type Colour, clamp } from './colour.ts';

/** Called for a pixel; writes its colour to `out` and returns how much of it covers what is there (0–1). */
export type Shader = (x: number, y: number, out: Float32Array) => number;

/** A picture in the making: displayed colours 0–255 as floats, so that many faint layers leave no bands. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
  readonly #pause: () => void;

  /** `pause` is called every few rows; it throws when the picture is no longer wanted. */
  constructor(width: number, height: number, pause: () => void = () => {}) {
    this.width = width;
    this.height = height;
    this.data = new Float32Array(width * height * 3);
    this.#pause = pause;
  }

  /** Every pixel, or those of a rectangle. */
  shade(shader: Shader, area?: { left?: number; top?: number; right?: number; bottom?: number }): void {
    const left = clamp(Math.floor(area?.left ?? 0), 0, this.width);
    const right = clamp(Math.ceil(area?.right ?? this.width), 0, this.width);
    const top = clamp(Math.floor(area?.top ?? 0), 0, this.height);
    const bottom = clamp(Math.ceil(area?.bottom ?? this.height), 0, this.height);
    const out = new Float32Array(3);
    for (let y = top; y < bottom; y++) {
      if ((y & 31) === 0) this.#pause();
      let i = (y * this.width + left) * 3;
      for (let x = left; x < right; x++, i += 3) this.#put(i, shader(x, y, out), out);
    }
  }

  /**
   * What lies under a line, down to `bottom`: `line[x]` is its height in pixels from the top, the edge is smoothed.
   * `bottom` spares what the next layer hides anyway.
   */
  below(
    line: Float32Array,
    shader: (x: number, y: number, depth: number, out: Float32Array) => number,
    bottom = this.height,
  ): void {
    let top = this.height;
    for (const y of line) if (y < top) top = y;
    const out = new Float32Array(3);
    const last = Math.min(this.height, Math.ceil(bottom));
    for (let y = Math.max(0, Math.floor(top)); y < last; y++) {
      if ((y & 31) === 0) this.#pause();
      let i = y * this.width * 3;
      for (let x = 0; x < this.width; x++, i += 3) {
        const depth = y + 0.5 - (line[x] as number);
        if (depth <= -0.5) continue;
        const cover = depth < 0.5 ? depth + 0.5 : 1;
        this.#put(i, shader(x, y, Math.max(0, depth), out) * cover, out);
      }
    }
  }

  /** A disc with a smoothed edge; `shader` colours it. */
  disc(cx: number, cy: number, radius: number, shader: Shader): void {
    this.shade(
      (x, y, out) => {
        const edge = radius - Math.hypot(x + 0.5 - cx, y + 0.5 - cy);
        return edge <= -0.5 ? 0 : shader(x, y, out) * clamp(edge + 0.5);
      },
      { left: cx - radius - 1, right: cx + radius + 1, top: cy - radius - 1, bottom: cy + radius + 1 },
    );
  }

  /** A filled rectangle with smoothed edges. */
  box(left: number, top: number, width: number, height: number, colour: Colour, alpha = 1): void {
    this.shade(
      (x, y, out) => {
        out.set(colour);
        const across = clamp(Math.min(x + 1, left + width) - Math.max(x, left));
        const down = clamp(Math.min(y + 1, top + height) - Math.max(y, top));
        return alpha * across * down;
      },
      { left, right: left + width, top, bottom: top + height },
    );
  }

  /** Light added around a point, fading out to nothing at `radius`. */
  glow(cx: number, cy: number, radius: number, colour: Colour, strength: number): void {
    this.light(
      (x, y) => {
        const t = 1 - Math.hypot(x + 0.5 - cx, y + 0.5 - cy) / radius;
        return t <= 0 ? 0 : t * t * t * strength;
      },
      colour,
      { left: cx - radius, right: cx + radius, top: cy - radius, bottom: cy + radius },
    );
  }

  /** Adds light the way two projectors do (screen blending); `strength` gives 0–1 for a pixel. */
  light(
    strength: (x: number, y: number) => number,
    colour: Colour,
    area?: Parameters<Canvas['shade']>[1],
  ): void {
    const left = clamp(Math.floor(area?.left ?? 0), 0, this.width);
    const right = clamp(Math.ceil(area?.right ?? this.width), 0, this.width);
    const top = clamp(Math.floor(area?.top ?? 0), 0, this.height);
    const bottom = clamp(Math.ceil(area?.bottom ?? this.height), 0, this.height);
    for (let y = top; y < bottom; y++) {
      if ((y & 31) === 0) this.#pause();
      let i = (y * this.width + left) * 3;
      for (let x = left; x < right; x++, i += 3) {
        const s = strength(x, y);
        if (s <= 0) continue;
        for (let k = 0; k < 3; k++) {
          const was = this.data[i + k] as number;
          this.data[i + k] = was + ((255 - was) * s * (colour[k] as number)) / 255;
        }
      }
    }
  }

  /** The colour at a place, between pixels too. */
  sample(x: number, y: number, out: Float32Array): void {
    const px = clamp(x, 0, this.width - 1);
    const py = clamp(y, 0, this.height - 1);
    const x0 = Math.floor(px);
    const y0 = Math.floor(py);
    const x1 = Math.min(this.width - 1, x0 + 1);
    const y1 = Math.min(this.height - 1, y0 + 1);
    const fx = px - x0;
    const fy = py - y0;
    for (let k = 0; k < 3; k++) {
      const a = this.data[(y0 * this.width + x0) * 3 + k] as number;
      const b = this.data[(y0 * this.width + x1) * 3 + k] as number;
      const c = this.data[(y1 * this.width + x0) * 3 + k] as number;
      const d = this.data[(y1 * this.width + x1) * 3 + k] as number;
      out[k] = (a * (1 - fx) + b * fx) * (1 - fy) + (c * (1 - fx) + d * fx) * fy;
    }
  }

  #put(i: number, alpha: number, colour: Float32Array): void {
    if (alpha <= 0) return;
    const d = this.data;
    const a = Math.min(alpha, 1);
    d[i] = (d[i] as number) + ((colour[0] as number) - (d[i] as number)) * a;
    d[i + 1] = (d[i + 1] as number) + ((colour[1] as number) - (d[i + 1] as number)) * a;
    d[i + 2] = (d[i + 2] as number) + ((colour[2] as number) - (d[i + 2] as number)) * a;
  }
}

/** A smooth function looked up from a grid of `spacing` pixels (at least one): a noise field costs a fraction. */
export function coarse(
  width: number,
  height: number,
  spacing: number,
  value: (x: number, y: number) => number,
): (x: number, y: number) => number {
  const step = Math.max(1, spacing);
  const columns = Math.ceil(width / step) + 2;
  const rows = Math.ceil(height / step) + 2;
  const grid = new Float32Array(columns * rows);
  for (let j = 0; j < rows; j++)
    for (let i = 0; i < columns; i++) grid[j * columns + i] = value(i * step, j * step);
  return (x, y) => {
    const gx = x / step;
    const gy = y / step;
    const i = Math.floor(gx);
    const j = Math.floor(gy);
    const fx = gx - i;
    const fy = gy - j;
    const k = j * columns + i;
    const upper = (grid[k] as number) * (1 - fx) + (grid[k + 1] as number) * fx;
    const lower = (grid[k + columns] as number) * (1 - fx) + (grid[k + columns + 1] as number) * fx;
    return upper * (1 - fy) + lower * fy;
  };
}
