import { adjust, clamp, mix, smoothstep, toHex } from '../drawing/colour.ts';
import { drawConifers, ridge } from '../drawing/land.ts';
import type { Scene } from '../drawing/scene.ts';
import { drawBirds, f, paintClouds, paintLamp, paintSky, paintStars, placeLamp } from '../drawing/sky.ts';

/** Wooded slopes, one behind the other, with mist in the valleys. */
export function forest(scene: Scene): string {
  const { canvas, palette, random, noise, unit, width, height } = scene;
  const lamp = placeLamp(scene, 0.16, 0.3, 1.05);
  paintSky(scene, height * 0.62, lamp);
  if (palette.dark) paintStars(scene, height * 0.5, 240);
  paintClouds(scene, height * 0.55, 0.35);
  paintLamp(scene, lamp);
  paintHills(scene);
  // Rays from the lamp, painted before the trees so that these stand in front of them.
  const far = mix(palette.light, palette.sky[2], 0.3);
  canvas.light((x, y) => {
    const dx = x - lamp.x;
    const dy = y - lamp.y;
    const angle = Math.atan2(dy, dx);
    const beam = smoothstep(0.05, 0.6, noise.fractal(angle * 5, 3.3, 3));
    return (
      beam * 0.3 * Math.exp(-Math.hypot(dx, dy) / (unit * 0.55)) * smoothstep(-0.2, 0.6, dy / unit + 0.2)
    );
  }, far);

  let svg = '';
  const layers = Math.max(6, Math.round((height / unit) * 6));
  const snow = scene.has('winter');
  const distant = mix(palette.far, palette.sky[2], 0.45);
  const close = mix(palette.near, adjust(palette.accents[0], { l: -0.35 }), 0.18);
  for (let layer = 0; layer < layers; layer++) {
    const t = layer / (layers - 1);
    const line = ridge(scene, {
      base: height * (0.58 + 0.46 * t),
      rise: unit * (0.075 + 0.02 * t),
      bumps: 1.15 - 0.3 * t,
      sharp: 0,
      octaves: 3,
      layer: layer + 30,
    });
    let colour = mix(distant, close, t ** 0.85);
    if (scene.has('autumn') && layer % 2 === 1)
      colour = mix(colour, palette.accents[layer % 3 === 0 ? 2 : 1], 0.5);
    const tone = toHex(colour);
    const ground = snow ? toHex(mix(colour, palette.light, 0.7)) : tone;
    const outline = Array.from(line, (y, x) => (x % 3 ? '' : `L${x} ${f(y)}`)).join('');
    svg += drawConifers(scene, line, {
      size: 0.075 + 0.2 * t ** 1.5,
      spacing: 0.018 + 0.05 * t,
      colour: tone,
      name: `row ${layer}`,
    });
    svg += `<path d="M0 ${height + 9}${outline}L${width} ${f(line[width - 1] as number)}L${width} ${height + 9}Z" fill="${ground}"/>`;
    if (layer === layers - 1) break;
    // Mist rises from each valley before the next row of trees is drawn.
    const top = height * (0.58 + 0.46 * t) - unit * 0.03;
    const fog = toHex(mix(palette.sky[2], palette.light, 0.35));
    svg += `<linearGradient id="mist${layer}" x1="0" x2="0" y1="0" y2="1"><stop offset="0" stop-color="${fog}" stop-opacity="0"/><stop offset="1" stop-color="${fog}" stop-opacity="${f(0.62 - 0.4 * t)}"/></linearGradient>`;
    svg += `<rect x="0" y="${f(top)}" width="${width}" height="${f(unit * 0.2)}" fill="url(#mist${layer})"/>`;
    svg += `<rect x="0" y="${f(top + unit * 0.2)}" width="${width}" height="${height}" fill="${fog}" fill-opacity="${f(0.62 - 0.4 * t)}"/>`;
  }
  if (random.chance(0.6) || scene.has('bird'))
    svg += drawBirds(scene, width - lamp.x, height * 0.25, 6, toHex(mix(palette.near, palette.sky[1], 0.3)));
  return svg;
}

function paintHills(scene: Scene): void {
  const { canvas, palette, noise, unit, height } = scene;
  for (let layer = 0; layer < 2; layer++) {
    const line = ridge(scene, {
      base: height * (0.46 + layer * 0.07),
      rise: unit * 0.15,
      bumps: 0.8,
      sharp: 0.8,
      layer: layer + 20,
    });
    const tone = mix(mix(palette.far, palette.sky[1], 0.4), palette.sky[2], 0.5 - layer * 0.22);
    canvas.below(line, (x, y, depth, out) => {
      const rock = noise.ridged((x / unit) * 6, (y / unit) * 5 + layer, 4) * 0.14;
      const mist = clamp(smoothstep(0, unit * 0.26, depth));
      for (let k = 0; k < 3; k++)
        out[k] = (tone[k] as number) * (0.93 + rock) * (1 - mist) + (palette.sky[2][k] as number) * mist;
      return 1;
    });
  }
}
