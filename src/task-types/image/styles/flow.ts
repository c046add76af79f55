import { type Colour, clamp, fromHex, mix, toHex, toLch } from '../drawing/colour.ts';
import type { Scene } from '../drawing/scene.ts';
import { f } from '../drawing/sky.ts';

/** Hundreds of ribbons that follow one invisible wind and never touch. */
export function flow(scene: Scene): string {
  const { palette, random, noise, unit, width, height } = scene;
  const night = palette.dark || random.chance(0.3);
  const ground = night
    ? mix(palette.near, fromHex('#0b0d1a'), 0.5)
    : mix(palette.light, fromHex('#f7f0e4'), 0.5);
  const edge = night ? mix(ground, palette.sky[1], 0.28) : mix(ground, palette.sky[2], 0.5);
  paintGround(scene, ground, edge);

  // Lengths in units from here on: the same ribbons at every size.
  const w = width / unit;
  const h = height / unit;
  const direction = windOver(scene, w, h);

  const occupied = new Occupied(w, h);
  const inks: Colour[] = palette.accents.map((c) =>
    Math.abs(toLch(c).l - toLch(ground).l) < 0.16 ? mix(c, night ? palette.light : palette.near, 0.5) : c,
  );
  const bold = [...inks, night ? palette.light : palette.near];
  const area = random.between(0, 30);
  let svg = '';
  const tries = Math.round(2600 * w * h);
  for (let id = 1; id <= tries; id++) {
    const share = id / tries;
    const sx = random.between(-0.05, w + 0.05);
    const sy = random.between(-0.05, h + 0.05);
    const chosen = random.next();
    const wide = (share < 0.06 ? 0.021 : share < 0.25 ? 0.0115 : 0.0055) * random.between(0.7, 1.15);
    const long = random.between(0.18, 0.85);
    const gap = wide / 2 + 0.0035;
    const points: [number, number][] = [];
    let x = sx;
    let y = sy;
    const stride = 0.009;
    for (let step = 0; step * stride < long; step++) {
      if (x < -0.09 || y < -0.09 || x > w + 0.09 || y > h + 0.09 || !occupied.isFree(x, y, gap, id)) break;
      points.push([x, y]);
      const angle = direction(x, y);
      x += Math.cos(angle) * stride;
      y += Math.sin(angle) * stride;
    }
    if (points.length < 7) continue;
    for (const [px, py] of points) occupied.mark(px, py, gap, id);
    const zone = clamp(noise.at(sx * 0.8 + area, sy * 0.8) * 0.75 + 0.5 + (chosen - 0.5) * 0.5, 0, 0.999);
    const ink =
      chosen < 0.07 ? (bold[bold.length - 1] as Colour) : (inks[Math.floor(zone * inks.length)] as Colour);
    const tone = toHex(
      mix(
        ink,
        chosen * 13 - Math.floor(chosen * 13) < 0.5 ? palette.light : palette.near,
        0.14 * (chosen * 7 - Math.floor(chosen * 7)),
      ),
    );
    const d = points.map(([px, py], i) => `${i ? 'L' : 'M'}${f(px * unit)} ${f(py * unit)}`).join('');
    svg += `<path d="${d}" stroke="${tone}" stroke-width="${f(wide * unit)}"/>`;
  }
  return `<g fill="none" stroke-linecap="round" stroke-linejoin="round">${svg}</g>`;
}

function paintGround({ canvas, noise, unit, width, height }: Scene, ground: Colour, edge: Colour): void {
  canvas.shade((x, y, out) => {
    const t = clamp(
      Math.hypot(x / width - 0.5, y / height - 0.5) * 1.3 +
        noise.fractal((x / unit) * 2, (y / unit) * 2, 3) * 0.12,
    );
    for (let k = 0; k < 3; k++) out[k] = (ground[k] as number) * (1 - t) + (edge[k] as number) * t;
    return 1;
  });
}

/** The angle of the wind at a place, in units. */
function windOver({ random, noise }: Scene, w: number, h: number): (x: number, y: number) => number {
  const zoom = random.between(0.55, 0.95);
  const turn = random.between(0, Math.PI * 2);
  const eye = { x: w * random.between(0.3, 0.7), y: h * random.between(0.3, 0.7) };
  const spin = random.chance(0.6) ? (random.chance(0.5) ? 1 : -1) * random.between(0.5, 0.95) : 0;
  return (x, y) => {
    const far = Math.hypot(x - eye.x, y - eye.y);
    const around = Math.atan2(y - eye.y, x - eye.x) + Math.PI / 2;
    const drift = turn + noise.fractal(x * zoom, y * zoom, 2) * 3.2;
    const pull = Math.exp(-far * 2.2) * Math.abs(spin);
    const dx = Math.cos(drift) * (1 - pull) + Math.cos(around) * pull * Math.sign(spin || 1);
    const dy = Math.sin(drift) * (1 - pull) + Math.sin(around) * pull * Math.sign(spin || 1);
    return Math.atan2(dy, dx);
  };
}

/** Which ribbon is where, in small cells. */
class Occupied {
  readonly #cell = 0.0045;
  readonly #columns: number;
  readonly #rows: number;
  readonly #owner: Int32Array;

  constructor(w: number, h: number) {
    this.#columns = Math.ceil((w + 0.2) / this.#cell);
    this.#rows = Math.ceil((h + 0.2) / this.#cell);
    this.#owner = new Int32Array(this.#columns * this.#rows);
  }

  /** Whether a ribbon may pass. */
  isFree(x: number, y: number, radius: number, id: number): boolean {
    const cell = this.#cell;
    for (let b = -radius; b <= radius; b += cell)
      for (let a = -radius; a <= radius; a += cell) {
        const k = this.#index(x + a, y + b);
        if (k < 0) continue;
        const who = this.#owner[k] as number;
        if (who !== 0 && who !== id) return false;
      }
    return true;
  }

  mark(x: number, y: number, radius: number, id: number): void {
    const cell = this.#cell;
    for (let b = -radius; b <= radius; b += cell)
      for (let a = -radius; a <= radius; a += cell) {
        const k = this.#index(x + a, y + b);
        if (k >= 0) this.#owner[k] = id;
      }
  }

  #index(x: number, y: number): number {
    const i = Math.floor((x + 0.1) / this.#cell);
    const j = Math.floor((y + 0.1) / this.#cell);
    return i < 0 || j < 0 || i >= this.#columns || j >= this.#rows ? -1 : j * this.#columns + i;
  }
}
