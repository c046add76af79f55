import {
  adjust,
  type Colour,
  clamp,
  fromHex,
  mix,
  type Ramp,
  rampOf,
  smoothstep,
} from '../drawing/colour.ts';
import { ridge } from '../drawing/land.ts';
import type { Scene } from '../drawing/scene.ts';
import { placeLamp } from '../drawing/sky.ts';

/** A window of coloured glass: sun, rays and hills, each pane with its own shade, held by lead. */
export function mosaic(scene: Scene): undefined {
  const { canvas, palette, random, unit } = scene;
  const lamp = placeLamp(scene, 0.26, 0.42, 1.7);
  const subject = subjectOf(scene, lamp);
  const cell = unit / random.whole(20, 25);
  const thin = Math.max(0.8, cell * 0.045);
  const panes = cutPanes(scene, cell, subject);
  paintGlass(scene, panes, bordersOf(panes, thin), thin);
  canvas.glow(lamp.x, lamp.y, unit * 0.55, palette.light, 0.42);
  return undefined;
}

/** What the picture shows at a place, and which part of it that is: lead follows the parts. */
type Subject = (x: number, y: number) => [number, Colour];

function subjectOf(scene: Scene, lamp: { x: number; y: number; radius: number }): Subject {
  const { palette, random, unit, width, height } = scene;
  const a = palette.accents.map((c) => adjust(c, { c: 1.4 })) as typeof palette.accents;
  // Two families of glass in turn. Blending one into the other would give grey panes where their hues are opposite.
  const families = [
    [a[1], a[0]],
    [a[3], a[2]],
  ].map(([inner, outer]) =>
    rampOf([
      mix(inner as Colour, palette.light, 0.55),
      inner as Colour,
      outer as Colour,
      adjust(outer as Colour, { l: -0.12 }),
      adjust(outer as Colour, { l: -0.24 }),
    ]),
  );
  const rays = random.whole(7, 11) * 2;
  const turn = random.between(0, Math.PI);
  const hills = [0, 1, 2].map((layer) =>
    ridge(scene, {
      base: height * (0.64 + layer * 0.13),
      rise: unit * 0.13,
      bumps: 0.9,
      sharp: 0,
      octaves: 2,
      layer: layer + 50,
    }),
  );
  const hillColours = [a[2], a[0], adjust(palette.near, { l: 0.09 })].map((c) =>
    adjust(c, { l: -0.06, c: 1.1 }),
  );

  return (x, y) => {
    const column = Math.round(clamp(x, 0, width - 1));
    for (let i = 2; i >= 0; i--) {
      const depth = y - (hills[i]?.[column] as number);
      if (depth > 0) return [10 + i, adjust(hillColours[i] as Colour, { l: -0.3 * clamp(depth / unit) })];
    }
    const dx = x - lamp.x;
    const dy = y - lamp.y;
    const far = Math.hypot(dx, dy);
    if (far < lamp.radius) return [0, mix(palette.light, a[1], (far / lamp.radius) ** 2 * 0.35)];
    const ray = Math.floor(((Math.atan2(dy, dx) + Math.PI + turn) / (Math.PI * 2)) * rays) % 2;
    const t = clamp((far - lamp.radius) / (unit * 0.95));
    return [1 + ray, (families[ray] as Ramp).colour(t)];
  };
}

interface Panes {
  cell: number;
  columns: number;
  rows: number;
  /** The middle of each. */
  px: Float64Array;
  py: Float64Array;
  /** Which part of the picture each belongs to. */
  part: Int8Array;
  /** Three numbers each. */
  tone: Float32Array;
}

function cutPanes({ random, width, height }: Scene, cell: number, subject: Subject): Panes {
  const columns = Math.ceil(width / cell) + 3;
  const rows = Math.ceil(height / cell) + 3;
  const px = new Float64Array(columns * rows);
  const py = new Float64Array(columns * rows);
  const part = new Int8Array(columns * rows);
  const tone = new Float32Array(columns * rows * 3);
  for (let j = 0; j < rows; j++)
    for (let i = 0; i < columns; i++) {
      const k = j * columns + i;
      px[k] = (i - 1 + random.between(0.12, 0.88)) * cell;
      py[k] = (j - 1 + random.between(0.12, 0.88)) * cell;
      const [which, colour] = subject(px[k] as number, py[k] as number);
      part[k] = which;
      const lift = which === 0 ? 0.1 : random.between(-0.17, 0.2);
      const pane = adjust(colour, { l: lift * 0.6, c: random.between(0.85, 1.2), h: random.between(-9, 9) });
      tone.set(pane, k * 3);
    }
  return { cell, columns, rows, px, py, part, tone };
}

/** For every pane its neighbours: direction, distance of the border, and more lead where another part begins. */
function bordersOf({ columns, rows, px, py, part }: Panes, thin: number): Float64Array[] {
  return Array.from({ length: columns * rows }, (_, k) => {
    const found: number[] = [];
    for (let j = -2; j <= 2; j++)
      for (let i = -2; i <= 2; i++) {
        const column = (k % columns) + i;
        const row = Math.floor(k / columns) + j;
        if ((i === 0 && j === 0) || column < 0 || row < 0 || column >= columns || row >= rows) continue;
        const other = row * columns + column;
        const dx = (px[other] as number) - (px[k] as number);
        const dy = (py[other] as number) - (py[k] as number);
        const far = Math.hypot(dx, dy);
        found.push(dx / far, dy / far, far / 2, part[other] === part[k] ? 0 : thin * 0.9);
      }
    return Float64Array.from(found);
  });
}

function paintGlass(scene: Scene, panes: Panes, borders: Float64Array[], thin: number): void {
  const { canvas, palette, noise, unit } = scene;
  const { cell, px, py, tone } = panes;
  const lead = mix(palette.near, fromHex('#0c0b10'), 0.75);
  canvas.shade((x, y, out) => {
    const best = nearestPane(panes, x, y);
    const bx = px[best] as number;
    const by = py[best] as number;
    const { border, thick } = nearestBorder(borders[best] as Float64Array, x - bx, y - by);
    const bubble = noise.fractal((x / unit) * 11 + best * 3.7, (y / unit) * 11, 3) * 0.09;
    const lens = 1.03 + bubble + ((bx - x) * 0.5 + (by - y) * 0.8) * (0.16 / cell);
    const bevel = smoothstep(thin * 3.2, thin, border) * 0.28;
    const line = smoothstep(thin + 0.7, thin - 0.7, border);
    const shine = thick > 0 ? smoothstep(thin * 0.4, 0, Math.abs(border + thick * 0.4)) * 0.12 : 0;
    for (let k = 0; k < 3; k++) {
      const pane = (tone[best * 3 + k] as number) * lens * (1 - bevel);
      out[k] = pane * (1 - line) + (lead[k] as number) * (1 + shine * 8) * line;
    }
    return 1;
  });
}

function nearestPane({ cell, columns, rows, px, py }: Panes, x: number, y: number): number {
  const gx = Math.floor(x / cell) + 1;
  const gy = Math.floor(y / cell) + 1;
  let best = 0;
  let near = Number.POSITIVE_INFINITY;
  for (let j = gy - 1; j <= gy + 1; j++)
    for (let i = gx - 1; i <= gx + 1; i++) {
      if (i < 0 || j < 0 || i >= columns || j >= rows) continue;
      const k = j * columns + i;
      const d = ((px[k] as number) - x) ** 2 + ((py[k] as number) - y) ** 2;
      if (d < near) {
        near = d;
        best = k;
      }
    }
  return best;
}

/** The distance to the nearest border between two panes, exact, so that the lead has one width everywhere. */
function nearestBorder(edges: Float64Array, dx: number, dy: number): { border: number; thick: number } {
  let border = Number.POSITIVE_INFINITY;
  let thick = 0;
  for (let i = 0; i < edges.length; i += 4) {
    const d = (edges[i + 2] as number) - (edges[i] as number) * dx - (edges[i + 1] as number) * dy;
    if (d - (edges[i + 3] as number) < border) {
      thick = edges[i + 3] as number;
      border = d - thick;
    }
  }
  return { border, thick };
}
