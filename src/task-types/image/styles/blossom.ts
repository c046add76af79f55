import { adjust, type Colour, clamp, fromHex, mix, smoothstep, toHex } from '../drawing/colour.ts';
import { ridge } from '../drawing/land.ts';
import type { Random } from '../drawing/random.ts';
import type { Scene } from '../drawing/scene.ts';
import { f, paintClouds, paintLamp, paintSky, paintStars } from '../drawing/sky.ts';

interface Twig {
  x: number;
  y: number;
  angle: number;
}

/** A flowering branch before a large pale moon, petals in the wind. */
export function blossom(scene: Scene): string {
  const { canvas, palette, random, noise, unit, width, height } = scene;
  const side = random.chance(0.5) ? 1 : -1;
  const lamp = {
    x: width * (0.5 + side * random.between(-0.02, 0.16)),
    y: height * random.between(0.3, 0.44),
    radius: unit * random.between(0.2, 0.27),
  };
  paintSky(scene, height * 0.95, lamp);
  if (palette.dark) paintStars(scene, height * 0.8, 160);
  paintClouds(scene, height * 0.8, 0.3);
  paintLamp(scene, lamp);
  for (let layer = 0; layer < 3; layer++) {
    const line = ridge(scene, {
      base: height * (0.8 + layer * 0.08),
      rise: unit * (0.1 - layer * 0.015),
      bumps: 0.9 + layer * 0.3,
      sharp: 0.35,
      layer: layer + 4,
    });
    const tone = mix(mix(palette.far, palette.near, layer * 0.22), palette.sky[2], 0.6 - layer * 0.2);
    canvas.below(line, (x, _y, depth, out) => {
      const mist =
        smoothstep(0, unit * 0.24, depth) * (0.75 + noise.fractal((x / unit) * 2, layer * 8, 3) * 0.3);
      const foot = palette.sky[2];
      for (let k = 0; k < 3; k++)
        out[k] = (tone[k] as number) * (1 - mist * 0.7) + (foot[k] as number) * mist * 0.7;
      return 0.94;
    });
  }

  const twigs: Twig[] = [];
  const bark: string[] = [];
  const wood = mix(palette.near, fromHex('#2a1a1c'), 0.55);
  const start = { x: side > 0 ? -unit * 0.03 : width + unit * 0.03, y: height * random.between(0.48, 0.66) };
  const grown = random.fork('branch');
  const reach = Math.min(width * 0.42, unit * 0.5);
  const tree = { random: grown, bark, twigs, unit };
  const [low, high] = side > 0 ? [-0.25, 0.15] : [Math.PI + 0.25, Math.PI - 0.15];
  grow(tree, { ...start, angle: low }, reach, unit * 0.03, 5);
  grow(tree, { x: start.x, y: start.y - unit * 0.3, angle: high }, reach * 0.6, unit * 0.018, 4);
  const bloom = flowerColour(scene);
  return (
    flowerShapes(bloom, palette.light) +
    `<g stroke="${toHex(wood)}" fill="none" stroke-linecap="round">${bark.join('')}</g>` +
    flowers(scene, twigs) +
    petals(scene)
  );
}

/** Blossoms are rose-coloured unless the palette or the prompt says otherwise. */
function flowerColour(scene: Scene): Colour {
  const coloured = scene.has('red', 'orange', 'gold', 'blue', 'purple', 'white', 'teal', 'pink', 'green');
  return coloured
    ? mix(scene.palette.accents[0], scene.palette.light, 0.25)
    : mix(fromHex('#f58fb2'), scene.palette.accents[0], 0.3);
}

interface Tree {
  random: Random;
  /** SVG of the wood. */
  bark: string[];
  twigs: Twig[];
  unit: number;
}

function grow(tree: Tree, from: Twig, length: number, thick: number, depth: number): void {
  const { random, bark, twigs, unit } = tree;
  let { x, y, angle } = from;
  const parts = 5;
  for (let i = 0; i < parts; i++) {
    const turn = angle + random.between(-0.32, 0.32);
    const nx = x + (Math.cos(turn) * length) / parts;
    const ny = y + (Math.sin(turn) * length) / parts;
    const wide = thick * (1 - (i / parts) * 0.42);
    bark.push(
      `<path d="M${f(x)} ${f(y)}Q${f((x + nx) / 2 + random.between(-1, 1) * wide * 0.6)} ${f((y + ny) / 2)} ${f(nx)} ${f(ny)}" stroke-width="${f(Math.max(unit * 0.002, wide))}"/>`,
    );
    x = nx;
    y = ny;
    angle = turn * 0.85 + angle * 0.15;
    if (depth <= 2) twigs.push({ x, y, angle });
    if (depth > 0 && i > 0 && random.chance(0.46)) {
      const aside = angle + (random.chance(0.5) ? 1 : -1) * random.between(0.4, 1);
      grow(tree, { x, y, angle: aside }, length * random.between(0.42, 0.62), wide * 0.55, depth - 2);
    }
  }
  if (depth > 0)
    grow(tree, { x, y, angle: angle + random.between(-0.35, 0.35) }, length * 0.66, thick * 0.55, depth - 1);
}

/** One petal, five flowers turned differently, a bud: drawn once, used many times. */
function flowerShapes(bloom: Colour, light: Colour): string {
  const heart = toHex(adjust(bloom, { l: -0.16, c: 1.35 }));
  const edge = toHex(mix(bloom, [255, 255, 255], 0.62));
  const stamen = toHex(mix(light, fromHex('#f2c14e'), 0.6));
  const petal = 'M0 0C-0.62 -0.28 -0.6 -0.98 -0.1 -1.02L0 -0.9L0.1 -1.02C0.6 -0.98 0.62 -0.28 0 0Z';
  let svg = `<defs><radialGradient id="petal" gradientUnits="userSpaceOnUse" cx="0" cy="0" r="1.05"><stop offset="0" stop-color="${heart}"/><stop offset="0.42" stop-color="${toHex(bloom)}"/><stop offset="1" stop-color="${edge}"/></radialGradient><path id="p" d="${petal}" fill="url(#petal)"/>`;
  let five = '';
  for (let i = 0; i < 5; i++) five += `<use href="#p" transform="rotate(${i * 72})"/>`;
  for (let i = 0; i < 9; i++)
    five += `<g transform="rotate(${i * 40 + 12})"><path d="M0 0V-0.44" stroke="${edge}" stroke-width="0.035"/><circle cy="-0.46" r="0.06" fill="${stamen}"/></g>`;
  svg += `<g id="flower">${five}<circle r="0.12" fill="${heart}"/></g>`;
  svg += `<g id="bud"><path d="M0 0C-0.5 -0.2 -0.5 -0.9 0 -1.1C0.5 -0.9 0.5 -0.2 0 0Z" fill="${toHex(adjust(bloom, { l: -0.04, c: 1.15 }))}"/><path d="M-0.2 0.05Q0 -0.35 0.2 0.05Z" fill="${toHex(adjust(bloom, { l: -0.35 }))}"/></g></defs>`;
  return svg;
}

function flowers(scene: Scene, twigs: Twig[]): string {
  const { unit, palette } = scene;
  const random = scene.random.fork('flowers');
  let back = '';
  let front = '';
  for (const twig of twigs) {
    const bunch = random.chance(0.62) ? random.whole(1, 2) : 0;
    for (let i = 0; i < bunch; i++) {
      const x = twig.x + unit * random.between(-0.024, 0.024);
      const y = twig.y + unit * random.between(-0.024, 0.024);
      const size = unit * random.between(0.017, 0.031);
      const turn = random.between(0, 360);
      const open = random.between(0.72, 1);
      if (random.chance(0.16))
        back += `<use href="#bud" transform="translate(${f(x)} ${f(y)}) rotate(${f(turn)}) scale(${f(size * 0.6)})"/>`;
      else {
        const use = `<use href="#flower" transform="translate(${f(x)} ${f(y)}) rotate(${f(turn)}) scale(${f(size * open)} ${f(size)})"/>`;
        if (random.chance(0.45)) back += use;
        else front += use;
      }
    }
  }
  return `<g opacity="${palette.dark ? 0.82 : 0.9}">${back}</g>${front}`;
}

/** Single petals, larger and fainter towards the viewer. */
function petals(scene: Scene): string {
  const { unit, width, height } = scene;
  const random = scene.random.fork('petals');
  let svg = '';
  const count = Math.round((30 * width * height) / (unit * unit));
  for (let i = 0; i < count; i++) {
    const size = unit * (0.006 + 0.016 * random.next() ** 2.5);
    svg += `<use href="#p" transform="translate(${f(random.next() * width)} ${f(height * clamp(random.between(0.1, 1.05)))}) rotate(${f(random.between(0, 360))}) scale(${f(size)} ${f(size * random.between(0.5, 1))})" opacity="${f(random.between(0.55, 0.95))}"/>`;
  }
  return svg;
}
