import { type Colour, fromHex, mix, toHex, toLch } from '../drawing/colour.ts';
import type { Scene } from '../drawing/scene.ts';
import { f } from '../drawing/sky.ts';

/** Circles, quarters and bars on a grid, printed on warm paper. */
export function bauhaus(scene: Scene): string {
  const { canvas, palette, random, noise, unit, width, height } = scene;
  const paper = mix(fromHex('#f5ecdb'), palette.light, 0.4);
  canvas.shade((_x, _y, out) => {
    out.set(paper);
    return 1;
  });
  const across = Math.max(2, Math.round((width / unit) * random.whole(4, 6)));
  const cell = width / across;
  const down = Math.max(1, Math.round(height / cell));
  const high = height / down;
  const ink = mix(palette.near, fromHex('#16161c'), 0.45);
  // Nine parts colour of even strength, one part paper and ink: a print with five plates.
  const plates: Colour[] = [...palette.accents].map((c) => {
    const l = toLch(c).l;
    return l > 0.86 ? mix(c, palette.accents[0], 0.25) : c;
  });
  const inks = [...plates, ink, mix(palette.sky[0], plates[2] as Colour, 0.3)];
  const taken = new Set<number>();
  let svg = '';
  for (let j = 0; j < down; j++)
    for (let i = 0; i < across; i++) {
      if (taken.has(j * across + i)) continue;
      const large = random.chance(0.2) && i + 1 < across && j + 1 < down;
      const free = large && !taken.has(j * across + i + 1);
      const span = free ? 2 : 1;
      for (let b = 0; b < span; b++) for (let a = 0; a < span; a++) taken.add((j + b) * across + i + a);
      const [ground, figure, extra] = random.shuffle(random.chance(0.45) ? [...inks, paper, paper] : inks);
      svg += module(scene, i * cell, j * high, cell * span, high * span, {
        ground: toHex(ground as Colour),
        figure: toHex(figure as Colour),
        extra: toHex(extra as Colour),
      });
    }
  // Ink that did not take everywhere: the paper shows through in specks.
  const speck = toHex(paper);
  let specks = '';
  const worn = scene.random.fork('specks');
  for (let k = Math.round((260 * width * height) / (unit * unit)); k > 0; k--) {
    const x = worn.next() * width;
    const y = worn.next() * height;
    if (noise.fractal((x / unit) * 3, (y / unit) * 3, 2) < 0) continue;
    specks += `<circle cx="${f(x)}" cy="${f(y)}" r="${f(unit * (0.0006 + 0.0016 * worn.next() ** 3))}"/>`;
  }
  return `${svg}<g fill="${speck}" opacity="0.5">${specks}</g>`;
}

/** One square of the grid. */
function module(
  scene: Scene,
  x: number,
  y: number,
  w: number,
  h: number,
  { ground, figure, extra }: { ground: string; figure: string; extra: string },
): string {
  const { random } = scene;
  const turn = random.whole(0, 3) * 90;
  const bars = random.whole(3, 5);
  // Drawn in a square of 100 and put in place; half a unit too large, so that no seam shows between two squares.
  const shapes: (() => string)[] = [
    () => `<path d="M0 0H100A100 100 0 0 1 0 100Z" fill="${figure}"/>`,
    () =>
      `<path d="M0 0H100A100 100 0 0 1 0 100Z" fill="${figure}"/><path d="M0 0H52A52 52 0 0 1 0 52Z" fill="${extra}"/>`,
    () => `<circle cx="50" cy="50" r="50" fill="${figure}"/><circle cx="50" cy="50" r="20" fill="${extra}"/>`,
    () => `<circle cx="50" cy="50" r="38" fill="${figure}"/>`,
    () =>
      `<path d="M0 0A50 50 0 0 0 100 0Z" fill="${figure}"/><path d="M0 100A50 50 0 0 1 100 100Z" fill="${extra}"/>`,
    () =>
      `<path d="M0 50A50 50 0 0 1 100 50Z" fill="${figure}"/><path d="M0 100A50 50 0 0 1 100 100Z" fill="${figure}"/>`,
    () => `<path d="M0 0L100 100H0Z" fill="${figure}"/>`,
    () =>
      `<path d="M0 0H100A100 100 0 0 1 0 100Z" fill="${figure}"/><path d="M100 100H40A60 60 0 0 1 100 40Z" fill="${extra}"/>`,
    () =>
      Array.from(
        { length: bars },
        (_, i) =>
          `<rect x="0" y="${f((i * 200) / (bars * 2 - 1))}" width="100.5" height="${f(100 / (bars * 2 - 1))}" fill="${figure}"/>`,
      ).join(''),
    () =>
      [100, 76, 52, 28]
        .map(
          (r, i) =>
            `<path d="M0 0H${r}A${r} ${r} 0 0 1 0 ${r}Z" fill="${i % 2 ? ground : i ? extra : figure}"/>`,
        )
        .join(''),
    () => `<path d="M0 0A100 100 0 0 1 100 100A100 100 0 0 1 0 0Z" fill="${figure}"/>`,
    () =>
      [20, 50, 80]
        .flatMap((cx) => [20, 50, 80].map((cy) => `<circle cx="${cx}" cy="${cy}" r="9" fill="${figure}"/>`))
        .join(''),
  ];
  const shape = random.pick(shapes)();
  const scale = `scale(${(w / 100).toFixed(5)} ${(h / 100).toFixed(5)})`;
  return `<g transform="translate(${f(x)} ${f(y)}) ${scale}"><rect width="100.6" height="100.6" fill="${ground}"/><g transform="rotate(${turn} 50 50)">${shape}</g></g>`;
}
