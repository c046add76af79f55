import { coarse } from '../drawing/canvas.ts';
import { adjust, type Colour, clamp, fromHex, mix, smoothstep, toHex, toLch } from '../drawing/colour.ts';
import { ridge } from '../drawing/land.ts';
import type { Scene } from '../drawing/scene.ts';
import { drawBirds, f, placeLamp } from '../drawing/sky.ts';

/** Mountains in mist, washed in ink on old paper: darkest at the crest, gone at the foot. */
export function ink(scene: Scene): string {
  const { canvas, palette, random, noise, unit, width, height } = scene;
  const hue = toLch(palette.accents[0]).h;
  const paper = mix(fromHex('#f4ecdc'), palette.sky[2], 0.22);
  paintPaper(scene, paper);

  const lamp = placeLamp(scene, 0.14, 0.26, 0.9);
  const red = mix(fromHex('#c63a2b'), palette.accents[0], 0.15);
  const pale = palette.dark || scene.has('moon', 'night');
  paintDisc(scene, lamp, pale ? mix(paper, [255, 255, 255], 0.7) : red);
  if (pale) canvas.glow(lamp.x, lamp.y, lamp.radius * 3.5, [255, 255, 250], 0.35);

  const wash = mix(fromHex('#1d2328'), toLch(palette.accents[0]).c > 0.05 ? palette.near : palette.far, 0.35);
  const tint: Colour = mix(wash, palette.accents[2], 0.45);
  const layers = Math.max(5, Math.round((height / unit) * 6));
  const shape = random.between(0.72, 0.98);
  const lines: Float32Array[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const t = layer / (layers - 1);
    const base = height * (0.45 + 0.54 * t);
    const rise = unit * (0.3 + 0.26 * Math.sin(t * 2.6) - 0.2 * t) * random.between(0.8, 1.25);
    const line = ridge(scene, {
      base,
      rise,
      bumps: 1 + 0.7 * t,
      sharp: shape,
      layer: layer + hue,
      octaves: 7,
    });
    lines.push(line);
    const strength = 0.2 + 0.78 * t ** 1.1;
    const colour = mix(tint, wash, t * 0.8);
    const fade = unit * (0.2 + 0.14 * t);
    const mist = coarse(width, height, unit / 300, (x, y) =>
      noise.fractal((x / unit) * 1.6 + layer * 5, (y / unit) * 4, 4),
    );
    canvas.below(line, (x, y, depth, out) => {
      const u = x / unit;
      const foot = fade * (1 + mist(x, y) * 0.75);
      const body = smoothstep(foot, 0, depth) ** 1.25;
      if (body <= 0.004) return 0;
      // Brush strokes run down the slopes and break up on the paper's grain.
      const brush = noise.ridged(u * 15 + (depth / unit) * 4, (depth / unit) * 3.2 + layer * 3, 4);
      const dry = smoothstep(
        0.25,
        0.75,
        noise.fractal(u * 48, (y / unit) * 30, 3) * 0.5 + 0.5 + brush * 0.25,
      );
      const crest = smoothstep(unit * 0.012, 0, depth) * 0.35;
      out.set(colour);
      return clamp(strength * body * (0.42 + 0.62 * brush * (0.55 + 0.45 * dry) + crest));
    });
  }
  return (
    trees(scene, lines.slice(-2), toHex(mix(wash, [10, 12, 14], 0.5))) +
    details(scene, lamp, boat(scene, lines.slice(-3), toHex(wash)), toHex(red), toHex(wash))
  );
}

function paintPaper({ canvas, noise, unit, width, height }: Scene, paper: Colour): void {
  const stain = adjust(paper, { l: -0.07, c: 1.5 });
  const mottle = coarse(width, height, unit / 360, (x, y) =>
    noise.fractal((x / unit) * 2, (y / unit) * 2, 5),
  );
  canvas.shade((x, y, out) => {
    const fibre = noise.at((x / unit) * 130, (y / unit) * 18) * 0.1;
    const t = clamp(0.35 + mottle(x, y) * 0.6 + fibre + (y / height - 0.5) * 0.2);
    for (let k = 0; k < 3; k++) out[k] = (paper[k] as number) * (1 - t) + (stain[k] as number) * t;
    return 1;
  });
}

/** Sun or moon, washed out towards its foot. */
function paintDisc(
  { canvas, noise, unit }: Scene,
  lamp: { x: number; y: number; radius: number },
  tone: Colour,
): void {
  canvas.disc(lamp.x, lamp.y, lamp.radius, (x, y, out) => {
    out.set(tone);
    return (
      (0.82 + noise.fractal((x / unit) * 14, (y / unit) * 14, 3) * 0.25) *
      smoothstep(1.3, 0.2, (y - lamp.y) / lamp.radius + 0.2)
    );
  });
}

/** Small pines as tufts of short strokes along the nearest crests. */
function trees(scene: Scene, lines: Float32Array[], colour: string): string {
  const { unit, width } = scene;
  const random = scene.random.fork('trees');
  let path = '';
  for (const [i, line] of lines.entries()) {
    const groups = Math.round((width / unit) * 4);
    for (let g = 0; g < groups; g++) {
      const at = random.next() * width;
      for (let k = random.whole(3, 8); k > 0; k--) {
        const x = at + unit * random.between(-0.06, 0.06);
        const column = Math.round(clamp(x, 0, width - 1));
        const y = (line[column] as number) + unit * 0.006;
        const tall = unit * random.between(0.018, 0.042) * (0.7 + i * 0.4);
        path += `M${f(x)} ${f(y)}L${f(x + tall * 0.08)} ${f(y - tall)}`;
        for (let b = 0; b < 4; b++) {
          const top = y - tall * (0.42 + b * 0.17);
          const reach = tall * (0.42 - b * 0.085);
          path += `M${f(x - reach)} ${f(top + tall * 0.06)}Q${f(x)} ${f(top - tall * 0.1)} ${f(x + reach)} ${f(top + tall * 0.05)}`;
        }
      }
    }
  }
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${f(unit * 0.003)}" stroke-linecap="round" opacity="0.82"/>`;
}

/** Birds, the boat, and the painter's seal: squares and bars, no writing. */
function details(
  scene: Scene,
  lamp: { x: number; y: number },
  boat: string,
  red: string,
  dark: string,
): string {
  const { random, unit, width, height } = scene;
  const away = width - lamp.x;
  let svg = boat + drawBirds(scene, away, height * random.between(0.16, 0.26), random.whole(4, 8), dark);
  const s = unit * 0.05;
  const x = away < width / 2 ? unit * 0.06 : width - unit * 0.06 - s;
  const y = height - unit * 0.06 - s;
  svg += `<g transform="translate(${f(x)} ${f(y)})" opacity="0.88"><rect width="${f(s)}" height="${f(s)}" rx="${f(s * 0.1)}" fill="${red}"/>`;
  for (let i = 0; i < 4; i++) {
    const flat = random.chance(0.5);
    const cx = s * (0.16 + 0.38 * (i % 2));
    const cy = s * (0.16 + 0.38 * (i >> 1));
    const cell = s * 0.3;
    for (let b = 0; b < 3; b++) {
      const o = b * cell * 0.4;
      svg += flat
        ? `<rect x="${f(cx)}" y="${f(cy + o)}" width="${f(cell)}" height="${f(cell * 0.17)}" fill="#fbf3e4"/>`
        : `<rect x="${f(cx + o)}" y="${f(cy)}" width="${f(cell * 0.17)}" height="${f(cell)}" fill="#fbf3e4"/>`;
    }
  }
  return `${svg}</g>`;
}

/** A boat where the mist lies deepest between the nearest mountains; none where these leave it no room. */
function boat(scene: Scene, lines: Float32Array[], dark: string): string {
  const { unit, width, height } = scene;
  const s = unit * 0.05;
  let x = 0;
  let shore = 0;
  for (let column = Math.round(width * 0.15); column < width * 0.85; column++) {
    // The highest crest within a boat's length.
    const crest = Math.min(
      ...lines.flatMap((line) =>
        [-1.3, 0, 1.3].map((o) => line[clamp(Math.round(column + o * s), 0, width - 1)] ?? 0),
      ),
    );
    if (crest > shore) [x, shore] = [column, crest];
  }
  const y = Math.min(shore - s * 0.5, height * 0.93);
  if (y < height * 0.66) return '';
  return (
    `<path d="M${f(x - s)} ${f(y - s * 0.16)}Q${f(x)} ${f(y + s * 0.34)} ${f(x + s * 1.1)} ${f(y - s * 0.2)}Q${f(x)} ${f(y + s * 0.1)} ${f(x - s)} ${f(y - s * 0.16)}Z" fill="${dark}"/>` +
    `<path d="M${f(x + s * 0.1)} ${f(y)}L${f(x + s * 0.16)} ${f(y - s * 0.55)}" stroke="${dark}" stroke-width="${f(s * 0.07)}"/>` +
    `<path d="M${f(x - s * 0.12)} ${f(y - s * 0.48)}L${f(x + s * 0.16)} ${f(y - s * 0.68)}L${f(x + s * 0.44)} ${f(y - s * 0.48)}Z" fill="${dark}"/>`
  );
}
