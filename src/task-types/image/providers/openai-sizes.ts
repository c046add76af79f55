import type { Dimensions } from '../dimensions.ts';

/** The sizes a family of models takes; the first family whose name begins the model's wins. */
const families: [string, Dimensions[]][] = [
  ['gpt-image', [square(1024), { width: 1536, height: 1024 }, { width: 1024, height: 1536 }]],
  ['dall-e-3', [square(1024), { width: 1792, height: 1024 }, { width: 1024, height: 1792 }]],
  ['dall-e-2', [square(256), square(512), square(1024)]],
];

function square(edge: number): Dimensions {
  return { width: edge, height: edge };
}

/** `WxH` to ask a model for: of its sizes the one nearest in shape, then in area; for unknown models the very size. */
export function nearestSize(model: string, wanted: Dimensions): string {
  const sizes = families.find(([prefix]) => model.startsWith(prefix))?.[1] ?? [wanted];
  const away = (size: Dimensions) =>
    Math.abs(Math.log((size.width * wanted.height) / (size.height * wanted.width))) * 10 +
    // Too small is worse than too large: pixels can be left out, not made up.
    Math.abs(Math.log(size.width / wanted.width)) * (size.width < wanted.width ? 2 : 1);
  const best = sizes.reduce((a, b) => (away(b) < away(a) ? b : a));
  return `${best.width}x${best.height}`;
}
