import type { Concept } from '../words.ts';
import { adjust, type Colour, fromHex, fromLch, toLch } from './colour.ts';
import { type PaletteSource, paletteSources } from './palettes.ts';
import type { Random } from './random.ts';

/** The colours of one picture. */
export interface Palette {
  /** Top, middle, horizon. */
  sky: [Colour, Colour, Colour];
  /** Sun, moon, highlights: the lightest. */
  light: Colour;
  /** Land in the distance. */
  far: Colour;
  /** Land close by: the darkest. */
  near: Colour;
  accents: [Colour, Colour, Colour, Colour];
  /** Whether the sky is darker than what the eye calls middle. */
  dark: boolean;
}

interface Tint {
  h?: number;
  c: number;
  /** Added to the lightness of what is tinted. */
  l: number;
}

const tints: Partial<Record<Concept, Tint>> = {
  red: { h: 25, c: 0.17, l: -0.02 },
  orange: { h: 55, c: 0.15, l: 0.02 },
  gold: { h: 84, c: 0.14, l: 0.05 },
  green: { h: 150, c: 0.12, l: 0 },
  teal: { h: 190, c: 0.1, l: 0.02 },
  blue: { h: 256, c: 0.14, l: 0 },
  purple: { h: 305, c: 0.15, l: 0 },
  pink: { h: 358, c: 0.12, l: 0.07 },
  brown: { h: 58, c: 0.07, l: -0.08 },
  white: { c: 0.12, l: 0.16 },
  black: { c: 0.1, l: -0.16 },
  grey: { c: 0.06, l: 0 },
};

/** Moves a colour towards a tint by `strength` (0–1), keeping its light and shade. */
function tinted(colour: Colour, tint: Tint, strength: number): Colour {
  const lch = toLch(colour);
  const l = lch.l + tint.l * strength;
  if (tint.h === undefined) return fromLch({ l, c: lch.c * (1 - strength * (1 - tint.c)), h: lch.h });
  const angle = (degrees: number) => (degrees * Math.PI) / 180;
  // Dark yellow is seen as olive; what people call dark gold is browner.
  const hue = tint.h > 70 && tint.h < 110 ? tint.h - 30 * Math.max(0, 0.7 - l) : tint.h;
  const goal = Math.max(tint.c * (1 - Math.abs(lch.l - 0.6)), Math.min(lch.c, tint.c));
  const a = lch.c * Math.cos(angle(lch.h)) * (1 - strength) + goal * Math.cos(angle(hue)) * strength;
  const b = lch.c * Math.sin(angle(lch.h)) * (1 - strength) + goal * Math.sin(angle(hue)) * strength;
  // Between opposite hues the straight way leads through grey; some colour is kept on it.
  const least = 0.6 * (lch.c * (1 - strength) + goal * strength);
  return fromLch({ l, c: Math.max(least, Math.hypot(a, b)), h: (Math.atan2(b, a) * 180) / Math.PI });
}

const colours = (text: string) => text.split(' ').map(fromHex);

function find(kind: PaletteSource['kind'], concepts: readonly Concept[]): PaletteSource | undefined {
  for (const concept of concepts) {
    const source = paletteSources.find((p) => p.kind === kind && p.concepts.includes(concept));
    if (source) return source;
  }
  return undefined;
}

/** Land under another sky is as light as that sky lets it be. */
function relit(colour: Colour, model: Colour): Colour {
  const own = toLch(colour);
  return fromLch({ ...own, l: own.l * 0.25 + toLch(model).l * 0.75 });
}

/** The colours for a prompt: times of day give the sky, places and seasons the land, colour words tint both. */
export function choosePalette(concepts: readonly Concept[], random: Random): Palette {
  // The hour counts for more than the weather: mist at midnight is dark.
  const sky = find('sky', concepts) ?? find('weather', concepts);
  const land = find('land', concepts);
  const chosen = land ?? sky ?? random.pick(paletteSources);
  const above = sky ?? chosen;

  let skyColours = colours(above.sky);
  let [far, near] = colours(chosen.land) as [Colour, Colour];
  let accents = colours(chosen.accents);
  let light = fromHex(above.light);
  if (above !== chosen) {
    const [otherFar, otherNear] = colours(above.land) as [Colour, Colour];
    far = relit(far, otherFar);
    near = relit(near, otherNear);
    accents = [accents[0], accents[1], accents[2], colours(above.accents)[1]] as Colour[];
  }

  // A small turn of every hue, so that two seeds of one prompt are cousins, not twins.
  const turn = random.between(-9, 9);
  skyColours = skyColours.map((c) => adjust(c, { h: turn }));
  far = adjust(far, { h: turn });
  accents = accents.map((c) => adjust(c, { h: turn }));

  const [first, second = first] = concepts.flatMap((concept) => tints[concept] ?? []);
  if (first && second) {
    far = tinted(far, first, 0.85);
    near = tinted(near, first, 0.6);
    accents = accents.map((c, i) => tinted(c, i < 2 ? first : second, i % 2 ? 0.65 : 0.9));
    skyColours = skyColours.map((c) => tinted(c, second, 0.55));
    light = tinted(light, second, 0.15);
  }
  return {
    sky: skyColours as Palette['sky'],
    light,
    far,
    near,
    accents: accents as Palette['accents'],
    dark: toLch(skyColours[1] as Colour).l < 0.5,
  };
}
