/** A matrix of `rows` × `columns` pictures, `size` pixels a side: one of 16 that are drawn once. For archives and grids. */
import sharp from 'sharp';

interface Pictures {
  rows: number;
  columns: number;
  size: number;
}

const drawn = new Map<string, Promise<Buffer>>();

function picture(size: number, kind: number): Promise<Buffer> {
  const key = `${size} ${kind}`;
  const known = drawn.get(key);
  if (known) return known;
  const made = sharp(Buffer.from(scene(kind)))
    .resize(size, size)
    .webp({ quality: 85 })
    .toBuffer();
  drawn.set(key, made);
  return made;
}

/** Shades, edges and curves, about as many as a drawing has. */
function scene(kind: number): string {
  const hue = kind * 23;
  const shapes = Array.from({ length: 60 }, (_, at) => {
    const [x, y, r] = [at * 97 + kind * 31, at * 61 + kind * 17, 12 + ((at * 29) % 70)].map(
      (one) => one % 512,
    );
    return `<circle cx="${x}" cy="${y}" r="${r}" fill="hsl(${(hue + at * 7) % 360} 55% ${30 + (at % 5) * 10}%)" opacity=".55"/>`;
  });
  const shade = `<linearGradient id="s" x2="1" y2="1"><stop stop-color="hsl(${hue} 60% 80%)"/><stop offset="1" stop-color="hsl(${(hue + 60) % 360} 50% 25%)"/></linearGradient>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512">${shade}<rect width="512" height="512" fill="url(#s)"/>${shapes.join('')}</svg>`;
}

export default {
  type: 'pictures',
  isolation: 'inline',
  concurrency: 32,
  params: {
    type: 'object',
    properties: {
      rows: { type: 'integer', minimum: 1 },
      columns: { type: 'integer', minimum: 1 },
      size: { type: 'integer', minimum: 16, maximum: 2_048 },
    },
    required: ['rows', 'columns', 'size'],
    additionalProperties: false,
  },
  plan: ({ rows, columns, size }: Pictures) => ({
    count: rows * columns,
    item: (index: number) => ({
      input: { size, kind: index % 16 },
      label: { row: `row ${Math.floor(index / columns)}`, column: `列 ${index % columns}` },
    }),
  }),
  async run(
    { size, kind }: { size: number; kind: number },
    ctx: {
      attach(
        name: string,
        bytes: Uint8Array,
        type: string,
        size: { width: number; height: number },
      ): Promise<void>;
    },
  ) {
    await ctx.attach('image.webp', await picture(size, kind), 'image/webp', { width: size, height: size });
    return { kind };
  },
};
