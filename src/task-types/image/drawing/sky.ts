import { coarse } from './canvas.ts';
import { adjust, type Colour, clamp, mix, rampOf, smoothstep } from './colour.ts';
import type { Scene } from './scene.ts';

/** Where the sun or moon stands, in pixels. */
export interface Lamp {
  x: number;
  y: number;
  radius: number;
}

/** A place for the sun or moon: off the middle, `low`–`high` as shares of the height. */
export function placeLamp(scene: Scene, low: number, high: number, size = 1): Lamp {
  const { random, width, height, unit } = scene;
  const side = random.chance(0.5) ? random.between(0.2, 0.4) : random.between(0.6, 0.8);
  return {
    x: width * side,
    y: height * random.between(low, high),
    radius: unit * random.between(0.06, 0.1) * size,
  };
}

/** The gradient from the top to `horizon` (pixels), brighter around the lamp. */
export function paintSky(scene: Scene, horizon: number, lamp?: Lamp, colours = scene.palette.sky): void {
  const { canvas, palette, unit } = scene;
  const ramp = rampOf(colours);
  canvas.shade((_x, y, out) => {
    ramp.at(clamp(y / horizon) ** 0.9, out);
    return 1;
  });
  if (!lamp) return;
  canvas.glow(lamp.x, lamp.y, unit * 0.9, palette.light, palette.dark ? 0.3 : 0.5);
  canvas.glow(lamp.x, lamp.y, unit * 0.32, palette.light, palette.dark ? 0.3 : 0.55);
}

/** Soft clouds in long banks, lit from below at the horizon; `amount` 0–1. */
export function paintClouds(scene: Scene, horizon: number, amount: number): void {
  const { canvas, palette, noise, unit, width } = scene;
  const bright = mix(palette.light, palette.sky[2], 0.35);
  const shade = palette.dark
    ? mix(palette.sky[1], palette.sky[2], 0.45)
    : mix(palette.sky[1], palette.light, 0.45);
  const step = unit / 360;
  const density = coarse(width, horizon, step, (x, y) => {
    const u = x / unit;
    const v = y / unit;
    const bend = noise.fractal(u * 1.2 + 31, v * 2 + 7, 2) * 0.5;
    return noise.fractal(u * 1.5 + bend, v * 5.2 + bend, 5);
  });
  const lift = unit * 0.02;
  const from = 0.38 - amount * 0.6;
  canvas.shade(
    (x, y, out) => {
      const here = smoothstep(from, from + 0.55, density(x, y));
      if (here <= 0) return 0;
      // Denser above than here means a cloud's lower side: that one is in shade.
      const lit = clamp(
        0.5 + (here - smoothstep(from, from + 0.55, density(x, Math.max(0, y - lift)))) * 2.2,
      );
      for (let k = 0; k < 3; k++)
        out[k] = (shade[k] as number) + ((bright[k] as number) - (shade[k] as number)) * lit;
      const fade = smoothstep(0, 0.2, y / horizon) * smoothstep(1.02, 0.8, y / horizon);
      return here * (0.35 + 0.5 * amount) * fade;
    },
    { bottom: horizon },
  );
}

/** Stars above `horizon`, most of them faint, a few with a halo; `count` for a square picture. */
export function paintStars(scene: Scene, horizon: number, count: number, colour = scene.palette.light): void {
  const { canvas, unit, width } = scene;
  const random = scene.random.fork('stars');
  const total = Math.round((count * width * horizon) / (unit * unit));
  for (let i = 0; i < total; i++) {
    const x = random.next() * width;
    const height = random.next();
    const size = random.next() ** 7;
    const radius = Math.max(0.55, unit * (0.0009 + size * 0.0028));
    const tone: Colour = random.chance(0.3) ? mix(colour, scene.palette.accents[0], 0.4) : colour;
    const strength = (0.25 + random.next() * 0.75) * (1 - height * 0.55);
    const y = height * horizon;
    canvas.light((px, py) => clamp(radius + 0.5 - Math.hypot(px + 0.5 - x, py + 0.5 - y)) * strength, tone, {
      left: x - radius - 1,
      right: x + radius + 2,
      top: y - radius - 1,
      bottom: y + radius + 2,
    });
    if (size > 0.45) canvas.glow(x, y, radius * 7, tone, 0.5);
  }
}

/** The disc itself: a sun, plain and bright, or a moon with its plains. */
export function paintLamp(scene: Scene, lamp: Lamp, moon = scene.palette.dark): void {
  const { canvas, palette, noise } = scene;
  const shade = adjust(palette.light, { l: -0.1, c: 1.3 });
  canvas.glow(lamp.x, lamp.y, lamp.radius * 3, palette.light, 0.5);
  canvas.disc(lamp.x, lamp.y, lamp.radius, (x, y, out) => {
    const u = (x - lamp.x) / lamp.radius;
    const v = (y - lamp.y) / lamp.radius;
    const plain = moon ? smoothstep(0, 0.5, noise.fractal(u * 1.3 + 50, v * 1.3 + 50, 4)) * 0.55 : 0;
    for (let k = 0; k < 3; k++)
      out[k] = (palette.light[k] as number) + ((shade[k] as number) - (palette.light[k] as number)) * plain;
    return 1;
  });
}

/** A flock as SVG: `count` pairs of wings around a place, in the colour given. */
export function drawBirds(scene: Scene, x: number, y: number, count: number, colour: string): string {
  const { unit } = scene;
  const random = scene.random.fork('birds');
  let path = '';
  for (let i = 0; i < count; i++) {
    const cx = x + unit * random.between(-0.16, 0.16);
    const cy = y + unit * random.between(-0.06, 0.06);
    const s = unit * random.between(0.009, 0.02);
    const lift = s * random.between(0.3, 0.7);
    path += `M${f(cx - s)} ${f(cy - lift)}Q${f(cx - s * 0.45)} ${f(cy - lift * 1.3)} ${f(cx)} ${f(cy)}`;
    path += `Q${f(cx + s * 0.45)} ${f(cy - lift * 1.4)} ${f(cx + s)} ${f(cy - lift * 0.8)}`;
  }
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${f(unit * 0.0032)}" stroke-linecap="round"/>`;
}

/** A number for SVG, to a hundredth of a pixel. */
export const f = (value: number): string => String(Math.round(value * 100) / 100);
