import {
  type Colour,
  clamp,
  fromHex,
  fromLch,
  mix,
  rampOf,
  smoothstep,
  toHex,
  toLch,
} from '../drawing/colour.ts';
import { drawConifers, reflect, ridge } from '../drawing/land.ts';
import type { Scene } from '../drawing/scene.ts';
import { paintSky, paintStars } from '../drawing/sky.ts';

/** Curtains of light over a mountain lake. */
export function aurora(scene: Scene): string {
  const { canvas, palette, random, height } = scene;
  const shore = height * random.between(0.68, 0.78);
  const deep = fromHex('#040916');
  const night = palette.sky.map((c, i) => mix(c, deep, [0.85, 0.72, 0.5][i] as number)) as [
    Colour,
    Colour,
    Colour,
  ];
  paintSky(scene, shore, undefined, night);
  paintStars(scene, shore, 420, [255, 252, 240]);

  const vivid = lights(scene);
  const curtains = random.whole(3, 4);
  for (let k = 0; k < curtains; k++) {
    paintCurtain(scene, shore, vivid, k);
  }

  const glow = vivid[0];
  canvas.light((_x, y) => smoothstep(shore * 0.35, shore, y) * 0.16, glow, { bottom: shore });
  paintMountains(scene, shore, mix(night[2], glow, 0.18), mix(night[2], glow, 0.5), deep);
  reflect(scene, shore, 0.28, 0.55);
  return drawBank(scene);
}

type Lights = readonly [Colour, Colour, Colour, Colour];

/** One curtain; `shore` is where the lake begins. */
function paintCurtain(scene: Scene, shore: number, vivid: Lights, k: number): void {
  const { canvas, random, noise, unit, width } = scene;
  const low = vivid[k % 2 === 0 ? 0 : 1];
  const high = vivid[k % 2 === 0 ? 2 : 3];
  const ramp = rampOf([mix(low, [255, 255, 255], 0.22), low, low, mix(low, high, 0.55), high, high]);
  const base = shore * random.between(0.5, 0.86);
  const sway = unit * random.between(0.14, 0.26);
  const bends = random.between(0.5, 1);
  const tilt = random.between(-0.5, 0.5);
  const tall = unit * random.between(0.3, 0.55);
  const strength = random.between(1.05, 1.35) * (k === 0 ? 1.15 : 0.8);
  const key = k * 37.1 + 3;
  const line = new Float32Array(width);
  const rays = new Float32Array(width);
  const reach = new Float32Array(width);
  for (let x = 0; x < width; x++) {
    const u = x / unit;
    const fold = noise.fractal(u * 2.6 * bends, key + 9, 2);
    line[x] =
      base + (x / width - 0.5) * tilt * unit * 0.5 + noise.at(u * bends, key) * sway + fold * sway * 0.4;
    // Where a curtain turns towards the viewer its rays stand closer and it glows more.
    const turn = 0.1 + 0.9 * smoothstep(-0.35, 0.45, noise.fractal(u * bends * 1.9, key + 20, 2));
    const fine = noise.fractal(u * 22 + fold * 5, key + 30, 3) * 0.5 + 0.5;
    rays[x] = turn * (0.35 + 0.75 * fine);
    reach[x] = tall * (0.65 + 0.5 * noise.fractal(u * 5 + fold * 2, key + 40, 3));
  }
  const out = new Float32Array(3);
  canvas.shade(
    (x, y, pixel) => {
      const up = (line[x] as number) - y;
      const t = up / (reach[x] as number);
      if (t < -0.3 || t > 2.6) return 0;
      const body = t < 0.04 ? smoothstep(-0.3, 0.04, t) ** 2.2 : Math.exp(-(t - 0.04) * 1.5);
      const s = clamp(body * (rays[x] as number) * strength * smoothstep(2.6, 1.5, t));
      ramp.at(clamp(t / 1.5), out);
      canvas.sample(x, y, pixel);
      for (let c = 0; c < 3; c++) {
        const was = pixel[c] as number;
        pixel[c] = was + ((255 - was) * s * (out[c] as number)) / 255;
      }
      return 1;
    },
    { bottom: shore },
  );
}

function paintMountains(scene: Scene, shore: number, lit: Colour, snowy: Colour, deep: Colour): void {
  const { canvas, noise, unit } = scene;
  for (let layer = 0; layer < 3; layer++) {
    const line = ridge(scene, {
      base: shore - unit * (0.05 - layer * 0.02),
      rise: unit * (0.17 - layer * 0.045),
      bumps: 1.1 + layer * 0.5,
      sharp: 0.75,
      layer: layer + 1,
    });
    const body = mix(lit, deep, 0.45 + layer * 0.22);
    const snow = mix(snowy, [255, 255, 255], 0.35);
    canvas.below(line, (x, y, depth, out) => {
      const steep = noise.ridged((x / unit) * 9, (y / unit) * 7 + layer * 9, 4);
      const cap = layer === 2 ? 0 : smoothstep(unit * 0.09, 0, depth) * smoothstep(0.3, 0.65, steep) * 0.6;
      for (let k = 0; k < 3; k++)
        out[k] = (body[k] as number) * (0.8 + steep * 0.35) * (1 - cap) + (snow[k] as number) * cap;
      return y < shore ? 1 : 0;
    });
  }
}

/** The near bank with its trees, as SVG. */
function drawBank(scene: Scene): string {
  const { palette, random, noise, unit, width, height } = scene;
  const bank = new Float32Array(width);
  const side = random.chance(0.5) ? 1 : -1;
  for (let x = 0; x < width; x++) {
    const across = (x / width - 0.5) * side;
    bank[x] =
      height * (1.02 - 0.1 * smoothstep(0, 0.5, across)) + noise.fractal((x / unit) * 3, 77, 4) * unit * 0.03;
  }
  const ink = toHex(mix(palette.near, fromHex('#02050b'), 0.8));
  const hill = Array.from(bank, (y, x) => `L${x} ${y.toFixed(1)}`).join('');
  return (
    drawConifers(scene, bank, { size: 0.2, spacing: 0.075, colour: ink, name: 'bank' }) +
    `<path d="M0 ${height}${hill}L${width} ${height}Z" fill="${ink}"/>`
  );
}

/** The colours of oxygen and nitrogen, leaning towards the palette, or those the prompt names; foot colours first. */
function lights(scene: Scene): [Colour, Colour, Colour, Colour] {
  const { palette, random } = scene;
  const own = palette.accents.map((c) => {
    const { l, c: chroma, h } = toLch(c);
    return fromLch({ l: Math.max(l, 0.7), c: Math.max(chroma, 0.17), h });
  });
  const named = scene.has('red', 'orange', 'gold', 'green', 'teal', 'blue', 'purple', 'pink');
  const lean = named ? 0.92 : 0.12;
  const sky = random.pick([
    ['#3dff9a', '#2ff0d0', '#9a6cff', '#ff5fb4'],
    ['#58ffa0', '#b8ff6a', '#3cc8ff', '#b06cff'],
    ['#36f5c8', '#6dff8e', '#c45cff', '#5c8cff'],
  ]);
  return sky.map((c, i) => mix(fromHex(c), own[i] as Colour, lean)) as [Colour, Colour, Colour, Colour];
}
