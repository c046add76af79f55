import { clamp, mix, smoothstep, toHex } from '../drawing/colour.ts';
import type { Scene } from '../drawing/scene.ts';
import {
  drawBirds,
  type Lamp,
  paintClouds,
  paintLamp,
  paintSky,
  paintStars,
  placeLamp,
} from '../drawing/sky.ts';

/** Rolling sea in the manner of a woodblock print: curved crests, lines that follow them, foam. */
export function waves(scene: Scene): string {
  const { canvas, palette, random, unit, width, height } = scene;
  const horizon = height * random.between(0.36, 0.48);
  const lamp = placeLamp(scene, 0.2, 0.34, random.between(1.6, 2.3));
  paintAir(scene, horizon, lamp);

  const layers = Math.max(7, Math.round(((height - horizon) / unit) * 15));
  const deep = mix(palette.near, palette.accents[0], 0.22);
  const water = mix(palette.accents[0], palette.sky[0], 0.55);
  const foam = mix(palette.light, palette.sky[2], 0.2);
  const lean = random.chance(0.5) ? 1 : -1;
  const baseAt = (t: number) => horizon + (height * 1.02 - horizon) * t ** 1.35;
  const swellAt = (t: number) => unit * (0.008 + 0.062 * t);
  for (let layer = 0; layer < layers; layer++) {
    const t = layer / (layers - 1);
    const base = baseAt(t);
    const length = unit * (0.1 + 0.36 * t) * random.between(0.85, 1.2);
    const swell = swellAt(t);
    const shift = random.between(0, 50);
    const { line, tall } = crests(scene, { base, length, swell, shift, lean, layer });
    const haze = (1 - t) ** 2 * 0.55;
    const top = mix(mix(water, foam, 0.22 - 0.1 * t), palette.sky[2], haze);
    const low = mix(mix(water, deep, 0.55 + 0.4 * t), palette.sky[2], haze * 0.7);
    const spacing = unit * (0.005 + 0.007 * t);
    const lines = 7;
    const cap = unit * (0.0022 + 0.011 * t);
    const foamAt = foamOf(scene, cap, layer);
    const after = (layer + 1) / (layers - 1);
    const hidden = baseAt(after) + swellAt(after) * 1.5;
    canvas.below(
      line,
      (x, _y, depth, out) => {
        const rise = tall[x] as number;
        const white = foamAt((x / unit) * (40 - 18 * t), depth, rise);
        // Lines part under a crest and close up in a trough, as on a print.
        const gap = spacing + (swell * rise * 2.2) / lines;
        const band = gap * lines;
        const place = depth / gap;
        const stripe = Math.abs(place - Math.floor(place) - 0.5) * 2;
        const thin = 0.3 + 0.35 * clamp(depth / band);
        const soft = Math.min(0.5, 2 / gap);
        const inked = smoothstep(thin, thin + soft, stripe) * smoothstep(band, band * 0.4, depth) * 0.45;
        const t2 = smoothstep(0, band * 1.3, depth);
        for (let k = 0; k < 3; k++) {
          const sea = (top[k] as number) * (1 - t2) + (low[k] as number) * t2;
          const lined = sea + ((foam[k] as number) - sea) * inked * (0.35 + 0.65 * t);
          out[k] = lined + ((foam[k] as number) - lined) * white;
        }
        return 1;
      },
      hidden,
    );
    if (layer < 3) paintRoad(scene, lamp, horizon, base);
  }
  const tone = toHex(mix(palette.near, palette.sky[1], 0.2));
  return random.chance(0.6) || scene.has('bird')
    ? drawBirds(scene, width - lamp.x, horizon * 0.5, 6, tone)
    : '';
}

interface Wave {
  base: number;
  length: number;
  swell: number;
  shift: number;
  lean: number;
  layer: number;
}

/** The outline of one row of waves, and how high each stands. */
function crests(scene: Scene, { base, length, swell, shift, lean, layer }: Wave) {
  const { noise, unit, width } = scene;
  const line = new Float32Array(width);
  const tall = new Float32Array(width);
  for (let x = 0; x < width; x++) {
    const u = x / length + shift + noise.at((x / unit) * 0.9, layer * 7.7) * 0.8;
    const phase = u - Math.floor(u);
    // A leaning crest: a slow rise and a short fall.
    const p = lean > 0 ? phase : 1 - phase;
    const swing = p < 0.68 ? p / 0.68 : (1 - p) / 0.32;
    const crest = (0.5 - 0.5 * Math.cos(Math.PI * swing)) ** (p < 0.68 ? 1.7 : 1.05);
    const size = 0.65 + 0.5 * noise.at(Math.floor(u) * 3.3 + 0.5, layer * 3.1 + 0.5);
    tall[x] = crest * size;
    line[x] = base - swell * crest * size * 2.2 - noise.at((x / unit) * 1.4, layer * 5.3) * swell * 0.9;
  }
  return { line, tall };
}

/** The lamp's road on the far water. */
function paintRoad(
  { canvas, palette, noise, unit, height }: Scene,
  lamp: { x: number; radius: number },
  horizon: number,
  base: number,
): void {
  canvas.light(
    (x, y) =>
      smoothstep(lamp.radius * 1.6, 0, Math.abs(x - lamp.x)) *
      smoothstep(0.35, 0.6, noise.fractal((x / unit) * 7, (y / unit) * 60, 2) + 0.5) *
      0.3,
    palette.light,
    { top: horizon, bottom: Math.min(height, base + unit * 0.06) },
  );
}

/** How much of the foam on a crest covers a place so far below it. */
function foamOf({ noise, unit }: Scene, cap: number, layer: number) {
  return (u: number, depth: number, rise: number): number => {
    const rough = depth > cap * 7 ? 0 : noise.fractal(u, depth / unit / 0.03 + layer * 11, 2);
    const foamy = cap * (0.45 + 2.2 * rise * rise);
    return smoothstep(foamy * 1.05, foamy * 0.85, depth + rough * foamy * 1.2);
  };
}

function paintAir(scene: Scene, horizon: number, lamp: Lamp): void {
  paintSky(scene, horizon * 1.15, lamp);
  if (scene.palette.dark) paintStars(scene, horizon, 200);
  paintClouds(scene, horizon, 0.2);
  paintLamp(scene, lamp);
}
