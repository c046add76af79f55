import { coarse } from '../drawing/canvas.ts';
import {
  adjust,
  type Colour,
  clamp,
  fromHex,
  mix,
  type Ramp,
  rampOf,
  smoothstep,
  toLch,
} from '../drawing/colour.ts';
import type { Scene } from '../drawing/scene.ts';

/** Clouds of gas and dust among stars, now and then with a planet. */
export function nebula(scene: Scene): undefined {
  const { canvas, palette, random, noise, unit, width, height } = scene;
  const space = mix(palette.dark ? palette.sky[0] : palette.near, fromHex('#05040d'), 0.72);
  const vivid = [...palette.accents].sort((a, b) => toLch(b).c - toLch(a).c) as [
    Colour,
    Colour,
    Colour,
    Colour,
  ];
  const [first, second] = gasColours(scene, space, vivid);
  const third = mix(vivid[2], palette.light, 0.15);

  // The gas lies along a band that crosses the picture at its own angle.
  const angle = random.between(-0.9, 0.9) + (height > width * 1.2 ? Math.PI / 2 : 0);
  const cx = width * random.between(0.35, 0.65);
  const cy = height * random.between(0.35, 0.65);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const wide = random.between(0.3, 0.46);
  const step = unit / 320;
  const warp = (x: number, y: number, key: number) => {
    const u = (x / unit) * 1.7;
    const v = (y / unit) * 1.7;
    const a = noise.fractal(u + key, v, 3);
    const b = noise.fractal(u + 5.2, v + key + 1.3, 3);
    return noise.fractal(u + a * 1.15 + key, v + b * 1.15, 6);
  };
  const gas = coarse(width, height, step, (x, y) => {
    const across = (-(x - cx) * sin + (y - cy) * cos) / unit;
    return warp(x, y, 0) * 0.85 + 0.62 - (across / wide) ** 2 * 0.42;
  });
  const veil = coarse(width, height, step, (x, y) => warp(y, x, 11) + 0.12);
  const dust = coarse(width, height, step, (x, y) => {
    const bend = noise.fractal((x / unit) * 2 + 80, (y / unit) * 2, 3) * 0.8;
    return noise.ridged((x / unit) * 1.5 + bend, (y / unit) * 1.5 + bend + 40, 5);
  });
  const over = new Float32Array(3);
  canvas.shade((x, y, out) => {
    const g = gas(x, y);
    const lane = smoothstep(0.36, 0.72, dust(x, y)) * smoothstep(0.2, 0.6, g);
    const body = smoothstep(0.05, 1.28, g);
    first.at(body * (1 - lane * 0.62), out);
    const w = smoothstep(0.05, 0.7, veil(x, y)) * smoothstep(0.05, 0.75, g);
    second.at(w, over);
    for (let k = 0; k < 3; k++) {
      const was = out[k] as number;
      out[k] = was + ((255 - was) * (over[k] as number) * (1 - lane * 0.5) * 0.85) / 255;
    }
    return 1;
  });
  hearts(scene, { cx, cy, cos, sin }, [mix(vivid[0], palette.light, 0.5), third]);
  stars(scene, (x, y) => clamp(gas(x, y)));
  if (random.chance(0.4) || scene.has('space')) planet(scene, vivid);
  return undefined;
}

function gasColours(
  { palette }: Scene,
  space: Colour,
  vivid: [Colour, Colour, Colour, Colour],
): [Ramp, Ramp] {
  const first = rampOf([
    space,
    adjust(vivid[0], { l: -0.38 }),
    adjust(vivid[0], { l: -0.12 }),
    vivid[0],
    mix(vivid[0], palette.light, 0.75),
  ]);
  const second = rampOf([
    [0, 0, 0],
    adjust(vivid[1], { l: -0.35 }),
    vivid[1],
    mix(vivid[1], palette.light, 0.6),
  ]);
  return [first, second];
}

interface Band {
  cx: number;
  cy: number;
  cos: number;
  sin: number;
}

/** Bright places along the band. */
function hearts(scene: Scene, { cx, cy, cos, sin }: Band, tones: [Colour, Colour]): void {
  const { canvas, random, unit, width, height } = scene;
  const count = random.whole(2, 3);
  for (let i = 0; i < count; i++) {
    const along = random.between(-0.45, 0.45) * Math.max(width, height);
    const x = cx + cos * along * 0.7 + random.between(-0.08, 0.08) * unit;
    const y = cy + sin * along * 0.7 + random.between(-0.08, 0.08) * unit;
    canvas.glow(x, y, unit * random.between(0.25, 0.5), tones[i % 2] as Colour, 0.4);
  }
}

/** Dust-fine stars thicken in the gas; a few near ones carry the cross of a telescope. */
function stars(scene: Scene, crowd: (x: number, y: number) => number): void {
  const { canvas, palette, unit, width, height } = scene;
  const random = scene.random.fork('stars');
  const total = Math.round((900 * width * height) / (unit * unit));
  for (let i = 0; i < total; i++) {
    const x = random.next() * (width - 1);
    const y = random.next() * (height - 1);
    const size = random.next() ** 14;
    const shown = random.next();
    const tone = mix([255, 255, 255], random.pick(palette.accents), 0.35);
    if (shown > 0.35 + crowd(x, y) * 0.65) continue;
    const radius = Math.max(0.5, unit * (0.0008 + size * 0.0026));
    canvas.light(
      (px, py) => clamp(radius + 0.5 - Math.hypot(px + 0.5 - x, py + 0.5 - y)) * (0.3 + 0.7 * shown + size),
      tone,
      { left: x - radius - 1, right: x + radius + 2, top: y - radius - 1, bottom: y + radius + 2 },
    );
    if (size < 0.3) continue;
    canvas.glow(x, y, unit * (0.008 + size * 0.04), tone, 0.65);
    const arm = unit * (0.006 + size * 0.05);
    const thin = Math.max(0.6, unit * 0.0011);
    const ray = (a: number, b: number) => clamp(thin + 0.5 - Math.abs(b)) * clamp(1 - Math.abs(a) / arm) ** 2;
    canvas.light(
      (px, py) => Math.max(ray(px + 0.5 - x, py + 0.5 - y), ray(py + 0.5 - y, px + 0.5 - x)) * 0.9,
      tone,
      { left: x - arm, right: x + arm, top: y - arm, bottom: y + arm },
    );
  }
}

/** A banded planet, half in shade, with a rim of air. */
function planet(scene: Scene, vivid: readonly Colour[]): void {
  const { canvas, palette, noise, unit, width, height } = scene;
  const random = scene.random.fork('planet');
  const radius = unit * random.between(0.09, 0.19);
  const cx = width * (random.chance(0.5) ? random.between(0.16, 0.3) : random.between(0.7, 0.84));
  const cy = height * (random.chance(0.5) ? random.between(0.2, 0.34) : random.between(0.66, 0.8));
  const bands = rampOf([
    adjust(vivid[2] as Colour, { l: -0.2, c: 0.7 }),
    mix(vivid[3] as Colour, palette.light, 0.3),
    adjust(vivid[1] as Colour, { l: -0.12, c: 0.7 }),
    mix(vivid[2] as Colour, palette.light, 0.5),
  ]);
  const tilt = random.between(-0.6, 0.6);
  const lx = cx > width / 2 ? -0.62 : 0.62;
  const ly = -0.45;
  const lz = 0.64;
  const air = mix(vivid[1] as Colour, [255, 255, 255], 0.4);
  canvas.glow(cx + lx * radius * 0.3, cy + ly * radius * 0.3, radius * 1.55, air, 0.3);
  canvas.disc(cx, cy, radius, (x, y, out) => {
    const u = (x + 0.5 - cx) / radius;
    const v = (y + 0.5 - cy) / radius;
    const w = Math.sqrt(Math.max(0, 1 - u * u - v * v));
    const latitude = v * Math.cos(tilt) + u * Math.sin(tilt);
    const swirl = noise.fractal(u * 1.6 + 9, latitude * 6 + 3, 4) * 0.16;
    bands.at(clamp(noise.fractal(3, latitude * 2.6 + swirl, 3) * 0.8 + 0.5), out);
    const day = smoothstep(-0.12, 0.75, u * lx + v * ly + w * lz);
    const rim = (1 - w) ** 3 * day;
    for (let k = 0; k < 3; k++) {
      const lit = (out[k] as number) * (0.035 + 0.98 * day);
      out[k] = lit + (255 - lit) * rim * 0.75 * ((air[k] as number) / 255);
    }
    return 1;
  });
}
