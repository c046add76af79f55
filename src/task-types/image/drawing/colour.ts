/** Red, green and blue as displayed (sRGB), each 0 to 255, not rounded. */
export type Colour = readonly [number, number, number];

/** Lightness 0–1, chroma 0–0.4, hue in degrees: the OKLCH space, in which equal steps look equal. */
export interface Lch {
  l: number;
  c: number;
  h: number;
}

export const clamp = (value: number, low = 0, high = 1): number =>
  value < low ? low : Math.min(value, high);

/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothstep(from: number, to: number, value: number): number {
  const t = clamp((value - from) / (to - from));
  return t * t * (3 - 2 * t);
}

export function fromHex(hex: string): Colour {
  const n = Number.parseInt(hex.slice(1), 16);
  return [n >> 16, (n >> 8) & 255, n & 255];
}

export function toHex(colour: Colour): string {
  const part = (v: number) =>
    Math.round(clamp(v, 0, 255))
      .toString(16)
      .padStart(2, '0');
  return `#${part(colour[0])}${part(colour[1])}${part(colour[2])}`;
}

const linear = (v: number) => {
  const s = v / 255;
  return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
};
const displayed = (v: number) => 255 * (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055);

type Lab = [number, number, number];

function toLab(colour: Colour): Lab {
  const r = linear(colour[0]);
  const g = linear(colour[1]);
  const b = linear(colour[2]);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function linearFromLab([lightness, a, b]: Lab): Lab {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

const fits = (rgb: Lab) => rgb.every((v) => v >= -0.001 && v <= 1.001);

function fromLab(lab: Lab): Colour {
  const [r, g, b] = linearFromLab(lab);
  return [displayed(clamp(r)), displayed(clamp(g)), displayed(clamp(b))];
}

export function toLch(colour: Colour): Lch {
  const [l, a, b] = toLab(colour);
  return { l, c: Math.hypot(a, b), h: ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360 };
}

/** The displayed colour; chroma is lowered until the screen can show it, so that the hue never shifts. */
export function fromLch({ l, c, h }: Lch): Colour {
  const lightness = clamp(l);
  const angle = (h * Math.PI) / 180;
  for (let chroma = c; chroma > 0.002; chroma *= 0.92) {
    const lab: Lab = [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
    if (fits(linearFromLab(lab))) return fromLab(lab);
  }
  return fromLab([lightness, 0, 0]);
}

/** The colour at `t` (0–1) of the way from `a` to `b`, by eye. */
export function mix(a: Colour, b: Colour, t: number): Colour {
  const x = toLab(a);
  const y = toLab(b);
  return fromLab([x[0] + (y[0] - x[0]) * t, x[1] + (y[1] - x[1]) * t, x[2] + (y[2] - x[2]) * t]);
}

/** The colour with its lightness, chroma factor and hue moved. */
export function adjust(colour: Colour, by: { l?: number; c?: number; h?: number }): Colour {
  const { l, c, h } = toLch(colour);
  return fromLch({ l: l + (by.l ?? 0), c: c * (by.c ?? 1), h: h + (by.h ?? 0) });
}

/** Many colours along a line, to be looked up in inner loops. */
export interface Ramp {
  /** Writes the colour at `t` (clamped to 0–1) to `out`. */
  at(t: number, out: Float32Array): void;
  colour(t: number): Colour;
}

/** A ramp through evenly spaced colours. */
export function rampOf(stops: readonly Colour[]): Ramp {
  const size = 512;
  const table = new Float32Array(size * 3);
  for (let i = 0; i < size; i++) {
    const place = (i / (size - 1)) * (stops.length - 1);
    const first = Math.min(stops.length - 2, Math.floor(place));
    table.set(mix(stops[first] as Colour, stops[first + 1] as Colour, place - first), i * 3);
  }
  const offset = (t: number) => (t <= 0 ? 0 : t >= 1 ? size - 1 : (t * (size - 1) + 0.5) | 0) * 3;
  return {
    at(t, out) {
      const i = offset(t);
      out[0] = table[i] as number;
      out[1] = table[i + 1] as number;
      out[2] = table[i + 2] as number;
    },
    colour(t) {
      const i = offset(t);
      return [table[i] as number, table[i + 1] as number, table[i + 2] as number];
    },
  };
}
