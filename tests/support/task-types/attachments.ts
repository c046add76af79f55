/** Items that attach valid and invalid streams and files from their folder; the name of an item says which. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';

interface AttachContext {
  temp: string;
  attach(name: string, content: unknown, content_type: string): Promise<void>;
}

async function* megabytes(count: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < count; at += 1) yield new Uint8Array(1_000_000).fill(at);
}

async function* failing(): AsyncGenerator<Uint8Array> {
  yield* megabytes(2);
  throw new Error('the source went away');
}

const files: Record<string, (ctx: AttachContext) => unknown> = {
  stream: () => megabytes(3),
  'stream of the web': () => ReadableStream.from(megabytes(3)),
  path(ctx) {
    const path = join(ctx.temp, 'result.bin');
    writeFileSync(path, new Uint8Array(3_000_000));
    return { path };
  },
  'three bytes': () => new Uint8Array(3),
  'three megabytes and a failure': () => new Uint8Array(3_000_000),
  'failing stream': failing,
  'stream of texts': () => Readable.from(['a text']),
  'stream without end': () => megabytes(Number.POSITIVE_INFINITY),
  'path to nothing': ({ temp }) => ({ path: join(temp, 'nothing') }),
  nothing: () => null,
};

export const definition = {
  type: 'attachments',
  attempts: 2,
  backoff: { initial: 1 },
  params: {
    type: 'object',
    properties: { does: { type: 'string' } },
    required: ['does'],
    additionalProperties: false,
  },
  async run({ does }: { does: string }, ctx: AttachContext) {
    await ctx.attach('file.bin', files[does]?.(ctx), 'application/octet-stream');
    if (does === 'three megabytes and a failure') throw new Error('failed after attaching');
    return null;
  },
};

export default definition;
