import { adjust, type Colour, clamp, fromHex, mix, smoothstep } from '../drawing/colour.ts';
import { reflect } from '../drawing/land.ts';
import type { Random } from '../drawing/random.ts';
import type { Scene } from '../drawing/scene.ts';
import { paintClouds, paintLamp, paintSky, paintStars, placeLamp } from '../drawing/sky.ts';

/** Towers with lit windows across the water. */
export function city(scene: Scene): undefined {
  const { canvas, palette, random, unit, width, height } = scene;
  const shore = height * random.between(0.7, 0.78);
  const lamp = placeLamp(scene, 0.16, 0.34, random.between(1, 1.7));
  paintSky(scene, shore, lamp);
  if (palette.dark) paintStars(scene, shore * 0.7, 150);
  paintClouds(scene, shore, 0.3);
  paintLamp(scene, lamp);

  const rows = 4;
  for (let row = 0; row < rows; row++) {
    const t = row / (rows - 1);
    const body = mix(mix(palette.far, palette.sky[2], 0.55 * (1 - t)), palette.near, t * 0.86);
    const away = random.fork(`row ${row}`);
    const middle = width * away.between(0.3, 0.7);
    for (let x = -unit * 0.05; x < width; ) {
      const wide = unit * away.between(0.035, 0.085) * (0.75 + t * 0.45);
      const centre = Math.exp(-(((x - middle) / (unit * 0.42)) ** 2));
      const tall =
        unit * (0.09 + away.next() ** 1.6 * 0.16 + centre * away.between(0.06, 0.3)) * (1.25 - t * 0.42);
      tower(scene, away, { x, wide, top: shore - tall, shore, body, lit: 0.12 + t * 0.5, row: t });
      x += wide * away.between(0.82, 1.25);
    }
    // Haze between the rows, thickest at the ground.
    if (row < rows - 1) {
      const haze = mix(palette.sky[2], palette.light, 0.15);
      canvas.shade(
        (_x, y, out) => {
          out.set(haze);
          return smoothstep(shore - unit * 0.42, shore, y) * 0.34;
        },
        { top: shore - unit * 0.42, bottom: shore },
      );
    }
  }
  reflect(scene, Math.round(shore), palette.dark ? 0.3 : 0.2, 1.1);
  return undefined;
}

interface Tower {
  x: number;
  wide: number;
  top: number;
  shore: number;
  body: Colour;
  /** Share of windows with light, 0–1. */
  lit: number;
  /** 0 for the farthest row, 1 for the nearest. */
  row: number;
}

function tower(scene: Scene, random: Random, { x, wide, top, shore, body, lit, row }: Tower): void {
  const { canvas, palette, unit } = scene;
  const tone = adjust(body, { l: random.between(-0.025, 0.025) });
  const shade = adjust(tone, { l: -0.035 });
  const tall = shore - top;
  canvas.box(x, top, wide, tall, tone);
  canvas.box(x + wide * 0.62, top, wide * 0.38, tall, shade);
  const roof = random.next();
  if (roof < 0.3) {
    canvas.box(x + wide * 0.2, top - unit * 0.018, wide * 0.6, unit * 0.02, tone);
    canvas.box(x + wide * 0.34, top - unit * 0.034, wide * 0.32, unit * 0.018, tone);
  } else if (roof < 0.45) {
    const mast = unit * random.between(0.04, 0.09);
    const thin = Math.max(1, unit * 0.003);
    canvas.box(x + wide / 2 - thin / 2, top - mast, thin, mast, tone);
    canvas.glow(x + wide / 2, top - mast, unit * 0.014, fromHex('#ff6a5a'), row);
  } else if (roof < 0.6) {
    for (let i = 0; i < 8; i++) {
      const step = wide * 0.06 * (i + 1);
      canvas.box(x + step, top - unit * 0.007 * (i + 1), wide - step * 2, unit * 0.0075, tone);
    }
  }
  if (row < 0.2) return;
  const cell = unit * (0.0085 + row * 0.0035);
  const columns = Math.max(2, Math.floor(wide / cell) - 1);
  const gap = wide / (columns + 0.6);
  const warm = mix(palette.light, fromHex('#ffc864'), palette.dark ? 0.55 : 0.3);
  const glass = palette.dark ? warm : mix(palette.sky[1], palette.light, 0.55);
  const sign = random.chance(0.16) ? random.pick(palette.accents) : undefined;
  const stripes = random.chance(0.25);
  for (let y = top + cell * 1.1; y < shore - cell; y += cell * 1.25) {
    const floor = stripes && random.chance(0.3);
    for (let i = 0; i < columns; i++) {
      const on = random.next();
      if (!floor && on > lit) continue;
      const glow = sign && on < lit * 0.4 ? sign : random.chance(0.12) ? random.pick(palette.accents) : glass;
      const strength = clamp((0.4 + random.next() * 0.6) * (0.5 + row * 0.5));
      canvas.box(x + gap * (i + 0.45), y, gap * 0.58, cell * 0.62, glow, strength);
    }
  }
}
