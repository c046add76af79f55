import { coarse } from '../drawing/canvas.ts';
import { adjust, clamp, fromHex, mix, rampOf, smoothstep } from '../drawing/colour.ts';
import type { Scene } from '../drawing/scene.ts';

/** Poured stone: colours folded into one another, with veins of gold. */
export function marble(scene: Scene): undefined {
  const { canvas, palette, noise, unit, width, height } = scene;
  const a = palette.accents;
  const deep = mix(palette.near, a[0], 0.25);
  const ramp = rampOf([
    deep,
    mix(a[0], palette.near, 0.35),
    a[0],
    mix(a[0], palette.light, 0.75),
    palette.light,
    mix(a[2], palette.light, 0.5),
    a[2],
    mix(a[2], palette.near, 0.5),
    deep,
    a[3],
    mix(a[3], palette.light, 0.8),
  ]);
  const [first, second] = folds(scene);
  const gold = goldOf(scene);
  const metal = new Float32Array(3);
  canvas.shade((x, y, out) => {
    const h = first(x, y);
    const g = second(x, y);
    const dx = first(Math.min(width - 1, x + 2), y) - h;
    const dy = first(x, Math.min(height - 1, y + 2)) - h;
    const slope = Math.max(1e-5, Math.hypot(dx, dy) / 2);
    ramp.at(clamp(0.5 + h * 0.82 + g * 0.12), out);
    const place = (h + 1) * 9;
    const rings = Math.abs(place - Math.floor(place) - 0.5) * 2;
    const relief = clamp((-dx * 0.6 - dy) * unit * 0.05, -0.16, 0.16);
    for (let k = 0; k < 3; k++) out[k] = (out[k] as number) * (0.955 + rings * 0.06 + relief);

    const near = Math.min(Math.abs(g - 0.1), Math.abs(h + 0.27) * 1.1);
    const fine =
      Math.abs(g - 0.1) < Math.abs(h + 0.27) * 1.1
        ? Math.abs(second(Math.min(width - 1, x + 2), y) - g) / 2 +
          Math.abs(second(x, Math.min(height - 1, y + 2)) - g) / 2
        : slope;
    const wide =
      unit *
      (0.0026 + 0.006 * smoothstep(-0.1, 0.6, noise.fractal((x / unit) * 2.2, (y / unit) * 2.2 + 60, 2)));
    const far = near / Math.max(fine, 0.3 / unit);
    const vein = smoothstep(wide + 0.8, wide - 0.4, far);
    if (vein > 0) {
      gold.at(clamp(0.5 + noise.fractal((x / unit) * 16, (y / unit) * 16, 3) * 0.75 + relief), metal);
      for (let k = 0; k < 3; k++) out[k] = (out[k] as number) * (1 - vein) + (metal[k] as number) * vein;
    } else if (far < wide * 3) {
      const halo = smoothstep(wide * 3, wide, far) * 0.16;
      for (let k = 0; k < 3; k++) out[k] = (out[k] as number) * (1 - halo);
    }
    return 1;
  });
  canvas.light(
    (x, y) => smoothstep(1.1, 0, Math.hypot(x / width, y / height)) * 0.1,
    adjust(palette.light, { c: 0.4 }),
  );
  return undefined;
}

/** Two fields of folded noise: the body of the stone, and where its veins run. */
function folds({ random, noise, unit, width, height }: Scene): [Field, Field] {
  const zoom = random.between(0.75, 1.05);
  const twist = random.between(1.5, 2.1);
  const tilt = random.between(-1, 1);
  const step = unit / 400;
  const warp = (x: number, y: number): [number, number] => {
    const u = (x / unit) * zoom;
    const v = (y / unit) * zoom;
    const p = noise.fractal(u, v, 3);
    const q = noise.fractal(u + 5.2, v + 1.3, 3);
    const r = noise.fractal(u + twist * p + 1.7, v + twist * q + 9.2, 4);
    const s = noise.fractal(u + twist * p + 8.3, v + twist * q + 2.8, 4);
    return [u + twist * 0.62 * r + tilt * v, v + twist * 0.62 * s];
  };
  const first = coarse(width, height, step, (x, y) => {
    const [u, v] = warp(x, y);
    return noise.fractal(u * 0.9, v * 0.9, 4);
  });
  const second = coarse(width, height, step, (x, y) => {
    const [u, v] = warp(x + unit * 3, y);
    return noise.fractal(u * 0.7 + 20, v * 0.7, 3);
  });
  return [first, second];
}

type Field = (x: number, y: number) => number;

function goldOf({ palette }: Scene) {
  return rampOf(
    [fromHex('#6e4a14'), fromHex('#b8842c'), fromHex('#f0cd74'), fromHex('#fff4c8'), fromHex('#c8932f')].map(
      (c) => mix(c, palette.light, 0.06),
    ),
  );
}
