import type { Scene } from './scene.ts';

/**
 * A skyline: for every column its height from the top in pixels. `base` is where it stands, `rise` how far it goes up
 * and down (both in pixels), `bumps` how many hills fit into one unit of width, `sharp` 0 (round) to 1 (peaks).
 */
export function ridge(
  scene: Scene,
  options: { base: number; rise: number; bumps: number; sharp: number; octaves?: number; layer: number },
): Float32Array {
  const { noise, unit, width } = scene;
  const octaves = options.octaves ?? 6;
  const line = new Float32Array(width);
  for (let x = 0; x < width; x++) {
    const u = (x / unit) * options.bumps;
    const v = options.layer * 13.7;
    const round = noise.fractal(u, v, octaves);
    const peaks = options.sharp > 0 ? noise.ridged(u * 0.7, v + 5, octaves) * 2 - 1 : 0;
    line[x] = options.base - options.rise * (round * (1 - options.sharp) + peaks * options.sharp);
  }
  return line;
}

/** Mirrors what is above `shore` (pixels) into the water below it, broken by ripples that grow towards the viewer. */
export function reflect(scene: Scene, shore: number, dim: number, ripple = 1): void {
  const { canvas, noise, unit, palette, height } = scene;
  const depth = Math.max(1, height - shore);
  const stretch = Math.min(1.6, (shore * 0.98) / depth);
  canvas.shade(
    (x, y, out) => {
      const t = (y - shore) / depth;
      const v = Math.log(1 + t * 6) * 14;
      const wave = noise.fractal((x / unit) * 3, v * 1.6, 2);
      const fine = noise.at((x / unit) * 9 + 40, v * 5);
      const dx = wave * unit * 0.03 * (0.15 + t) * ripple;
      const dy = (wave + fine * 0.6) * unit * 0.045 * (0.1 + t) * ripple;
      canvas.sample(x + dx, Math.min(shore - 1, shore - (y - shore) * stretch + dy), out);
      const dark = dim * (0.75 + 0.25 * t) - fine * 0.05 * ripple;
      for (let k = 0; k < 3; k++)
        out[k] = (out[k] as number) * (1 - dark) + (palette.near[k] as number) * dark;
      return 1;
    },
    { top: shore },
  );
}

/** Conifers standing on a skyline, as SVG; `size` is their height in units. */
export function drawConifers(
  scene: Scene,
  line: Float32Array,
  options: { size: number; spacing: number; colour: string; name: string; base?: number },
): string {
  const { unit, width, height } = scene;
  const random = scene.random.fork(options.name);
  let path = '';
  const n = (v: number) => v.toFixed(1);
  for (let x = -unit * options.size * 0.2; x < width + unit * 0.05; ) {
    const tall = unit * options.size * random.between(0.45, 1) * (random.chance(0.15) ? 1.25 : 1);
    const wide = tall * random.between(0.2, 0.27);
    const column = Math.min(width - 1, Math.max(0, Math.round(x)));
    const foot = Math.min(height, (line[column] as number) + tall * 0.12);
    const tiers = 7;
    let left = '';
    let right = '';
    for (let i = 0; i < tiers; i++) {
      const t = (i + 1) / tiers;
      const y = foot - tall * (1 - t * 0.93);
      const out = wide * t ** 0.85 * random.between(0.82, 1.08);
      const into = out * 0.52;
      left += `L${n(x - out)} ${n(y + tall * 0.03)}L${n(x - into)} ${n(y - tall * 0.012)}`;
      right = `L${n(x + into)} ${n(y - tall * 0.012)}L${n(x + out * random.between(0.88, 1.1))} ${n(y + tall * 0.03)}${right}`;
    }
    path += `M${n(x)} ${n(foot - tall)}${left}L${n(x - wide * 0.1)} ${n(foot + tall * 0.1)}L${n(x + wide * 0.1)} ${n(foot + tall * 0.1)}${right}Z`;
    x += unit * options.spacing * random.between(0.35, 1.3);
  }
  return `<path d="${path}" fill="${options.colour}"/>`;
}
