import { coarse } from '../drawing/canvas.ts';
import { type Colour, clamp, mix, rampOf, smoothstep } from '../drawing/colour.ts';
import type { Scene } from '../drawing/scene.ts';

/** Terraces of cut paper along contour lines, seen from above: each sheet throws its shadow on the next. */
export function contours(scene: Scene): undefined {
  const { canvas, random, noise, unit, width, height } = scene;
  const hollow = random.chance(0.6);
  const ramp = rampOf(sheets(scene, hollow));
  const steps = random.whole(8, 11);
  const smooth = heights(scene, steps);
  // In whole numbers of sheets, once for every pixel: the shadows look at many neighbours.
  const field = new Float32Array(width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) field[y * width + x] = smooth(x, y);
  const at = (x: number, y: number) =>
    field[clamp(Math.round(y), 0, height - 1) * width + clamp(Math.round(x), 0, width - 1)] as number;

  const up = hollow ? -1 : 1;
  const taps = 7;
  const next = new Float32Array(3);
  canvas.shade((x, y, out) => {
    const h = field[y * width + x] as number;
    const here = Math.floor(h);
    const slope = Math.max(1e-4, Math.hypot(at(x + 1, y) - at(x - 1, y), at(x, y + 1) - at(x, y - 1)) / 2);
    const above = (Math.ceil(h) - h) / slope;
    const below = (h - here) / slope;
    ramp.at(here / (steps - 1), out);
    // Half a pixel either side of a cut both sheets are seen.
    const over = clamp(0.5 - above);
    const under = clamp(0.5 - below);
    if (over > 0 || under > 0) {
      ramp.at((over > 0 ? here + 1 : here - 1) / (steps - 1), next);
      const share = Math.max(over, under);
      for (let k = 0; k < 3; k++) out[k] = (out[k] as number) * (1 - share) + (next[k] as number) * share;
    }
    // Light comes from the upper left; shadows fade with the distance they fall.
    let shadow = 0;
    for (let i = 1; i <= taps; i++) {
      const reach = (unit * 0.034 * i) / taps;
      const there = at(x - reach * 0.75, y - reach);
      const higher = hollow ? here - there : there - (here + 1);
      if (higher > 0) shadow += (1.15 - i / taps) * clamp(higher / slope / 1.5);
    }
    shadow = clamp((shadow / taps) * 2.1) * 0.52;
    const lip = smoothstep(Math.max(1.2, unit * 0.0026), 0, hollow ? above : below) * 0.34;
    const middle = Math.abs(h - here - 0.5) / slope;
    const line = smoothstep(Math.max(0.9, unit * 0.0013), 0, middle) * 0.1;
    const fibre = noise.at((x / unit) * 170, (y / unit) * 170) * 3;
    const lift = (at(x + 3, y + 3) - at(x - 3, y - 3)) * up * -4;
    for (let k = 0; k < 3; k++) {
      const lit = ((out[k] as number) + fibre + lift) * (1 - shadow) * (1 - line);
      out[k] = lit + (255 - lit) * lip * (1 - shadow);
    }
    return 1;
  });
  return undefined;
}

/** The colours from the lowest sheet to the highest. */
function sheets(scene: Scene, hollow: boolean): Colour[] {
  const { near, far, light, accents: a } = scene.palette;
  if (hollow)
    return [
      mix(near, a[0], 0.15),
      mix(a[0], near, 0.35),
      a[0],
      mix(a[1], a[0], 0.4),
      a[1],
      mix(a[1], light, 0.5),
      light,
    ];
  return [light, mix(far, light, 0.45), a[2], mix(a[2], a[3], 0.5), a[3], mix(a[0], light, 0.2), a[0]];
}

/** How many sheets lie at a place. */
function heights({ random, noise, unit, width, height }: Scene, steps: number) {
  const cx = width * random.between(0.35, 0.65);
  const cy = height * random.between(0.35, 0.65);
  const zoom = random.between(0.8, 1.15);
  return coarse(width, height, unit / 256, (x, y) => {
    const u = (x / unit) * zoom;
    const v = (y / unit) * zoom;
    const bend = noise.at(u * 1.1 + 40, v * 1.1) * 0.45;
    const middle = Math.hypot((x - cx) / unit, (y - cy) / unit);
    const land = noise.fractal(u * 1.15 + bend, v * 1.15 - bend, 3) * 0.66;
    return clamp(0.84 - middle * 0.95 + land, 0.002, 0.999) * steps;
  });
}
