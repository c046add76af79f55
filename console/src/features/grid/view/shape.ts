/** What is known of the pictures before they are made. */
export interface Shape {
  /** Height to width, where all have one ratio. */
  ratio: number;
  /** In pixels, where all have one size. */
  width: number | null;
}

export function shapeOf(params: unknown): Shape {
  const { ratio, size, variables } = (params ?? {}) as {
    ratio?: unknown;
    size?: unknown;
    variables?: object;
  };
  const [, across, down] = /^(\d+):(\d+)$/.exec(typeof ratio === 'string' ? ratio : '') ?? [];
  const varies = (name: string) => Object.hasOwn(variables ?? {}, name);
  const one = !across || !down || varies('ratio') ? 1 : Number(down) / Number(across);
  const width = typeof size === 'number' && !varies('size') ? Math.round(size / Math.max(1, one)) : null;
  return { ratio: Math.min(2, Math.max(0.4, one)), width };
}
