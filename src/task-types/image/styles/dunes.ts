import { coarse } from '../drawing/canvas.ts';
import { clamp, mix, rampOf, smoothstep, toHex } from '../drawing/colour.ts';
import type { Scene } from '../drawing/scene.ts';
import { drawBirds, paintClouds, paintLamp, paintSky, paintStars, placeLamp } from '../drawing/sky.ts';

/** Wind-shaped sand, lit from one side, ridge behind ridge. */
export function dunes(scene: Scene): string {
  const { canvas, palette, random, noise, unit, width, height } = scene;
  const horizon = height * random.between(0.4, 0.52);
  const lamp = placeLamp(scene, 0.14, 0.3, random.between(0.8, 1.4));
  paintSky(scene, horizon * 1.08, lamp);
  if (palette.dark) paintStars(scene, horizon, 260);
  else paintClouds(scene, horizon, 0.25);
  paintLamp(scene, lamp);

  const layers = 6;
  const sunSide = lamp.x > width / 2 ? 1 : -1;
  const sand = mix(palette.far, palette.accents[1], 0.4);
  const baseAt = (t: number) => horizon + (height - horizon) * (0.04 + 0.72 * t ** 1.3);
  const riseAt = (t: number) => unit * (0.05 + 0.13 * t);
  for (let layer = 0; layer < layers; layer++) {
    const t = layer / (layers - 1);
    const base = baseAt(t);
    const scale = 0.6 + 1.5 * (1 - t);
    const rise = riseAt(t);
    const key = layer * 21.3 + 2;
    const line = skyline(scene, { base, rise, scale, key });
    const haze = (1 - t) * 0.62;
    const bright = mix(mix(sand, palette.light, 0.42 - 0.12 * t), palette.sky[2], haze);
    const dark = mix(mix(sand, palette.near, 0.5 + 0.32 * t), palette.sky[2], haze * 0.85);
    const ramp = rampOf([dark, mix(dark, bright, 0.42), mix(dark, bright, 0.8), bright]);
    const pixel = 1.5 / unit;
    const tall = rise * 3.2;
    const slope = slipFace(scene, { base, rise, scale, key }, tall);
    const after = (layer + 1) / (layers - 1);
    const hidden = layer === layers - 1 ? height : baseAt(after) + 1.5 * riseAt(after);
    canvas.below(
      line,
      (x, y, depth, out) => {
        const s = slope(x, y);
        const next = slope(Math.min(width - 1, x + 2), y);
        // How steeply the sand falls away from the light: it jumps at a crest and passes softly through a trough.
        const fall = ((Math.abs(s) - Math.abs(next)) * unit) / 2;
        const lit = clamp((fall * sunSide) / (1.05 * scale), -1, 1);
        const edge = smoothstep(0, 0.02 + pixel * scale, Math.abs(s));
        const form = 0.52 + lit * edge * 0.36 * smoothstep(1.5, 0.1, depth / tall) - Math.abs(s) * 0.12;
        const ripple =
          Math.sin((y / unit) * (150 - 70 * t) + noise.fractal((x / unit) * 4, (y / unit) * 9 + key, 2) * 9) *
          0.035 *
          t;
        const falloff = smoothstep(0, tall * 1.6, depth) * 0.3;
        const rim = smoothstep(unit * 0.006, 0, depth) * 0.22;
        ramp.at(clamp(form + ripple - falloff + rim), out);
        return 1;
      },
      hidden,
    );
  }
  canvas.glow(lamp.x, horizon, unit * 0.8, palette.light, 0.18);
  const tone = toHex(mix(palette.near, palette.sky[2], 0.25));
  const flock = random.chance(0.45) || scene.has('bird');
  return flock ? drawBirds(scene, width - lamp.x, horizon * 0.45, 7, tone) : '';
}

interface Dune {
  base: number;
  rise: number;
  scale: number;
  key: number;
}

function skyline({ noise, unit, width }: Scene, { base, rise, scale, key }: Dune): Float32Array {
  const line = new Float32Array(width);
  for (let x = 0; x < width; x++) {
    const u = (x / unit) * scale;
    const crest = 1 - Math.abs(noise.at(u * 0.9, key) * 1.25);
    line[x] = base - rise * (crest * 1.3 - 0.6) - rise * 0.5 * noise.at(u * 0.45, key + 7);
  }
  return line;
}

function slipFace(scene: Scene, { base, scale, key }: Dune, tall: number) {
  const { noise, unit, width, height } = scene;
  // The slip face: a second, winding crest runs down from the skyline and parts light from shade.
  return coarse(width, height, unit / 280, (x, y) => {
    const u = (x / unit) * scale;
    const v = (y - base) / tall;
    const bend = noise.fractal(u * 0.6 + 9, v * 1.1 + key, 2) * 0.5;
    return noise.at(u * 0.9 + bend * smoothstep(-0.2, 1, v) * 1.7 + v * 0.22, key);
  });
}
