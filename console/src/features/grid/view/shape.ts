/** What is known of the pictures before they are made. */
export interface Shape {
  /** Height to width, where all have one ratio. */
  ratio: number;
  /** In pixels, where all have one size. */
  width: number | null;
}

/** In pixels. */
export interface Made {
  width: number;
  height: number;
}

/** Whether the params say which ratio the pictures have. */
export const saysRatio = (params: unknown): boolean =>
  typeof (params as { ratio?: unknown } | null)?.ratio === 'string';

/** Where the params say nothing of the pictures, they are taken to be like the one that was `made` first. */
export function shapeOf(params: unknown, made: Made | null = null): Shape {
  if (made && !saysRatio(params)) return { ratio: within(made.height / made.width), width: made.width };
  const { ratio, size, variables } = (params ?? {}) as {
    ratio?: unknown;
    size?: unknown;
    variables?: object;
  };
  const [, across, down] = /^(\d+):(\d+)$/.exec(typeof ratio === 'string' ? ratio : '') ?? [];
  const varies = (name: string) => Object.hasOwn(variables ?? {}, name);
  const one = !across || !down || varies('ratio') ? 1 : Number(down) / Number(across);
  const width = typeof size === 'number' && !varies('size') ? Math.round(size / Math.max(1, one)) : null;
  return { ratio: within(one), width };
}

const within = (ratio: number): number => Math.min(2, Math.max(0.4, ratio));
