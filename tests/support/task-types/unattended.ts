/** Items that attach a file and do not wait for it; the name of an item says what it does meanwhile. */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

interface AttachContext {
  signal: AbortSignal;
  attach(name: string, content: unknown, content_type: string): Promise<void>;
}

async function* slowly(count: number, bytes = 300_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < count; at += 1) {
    await pause(10);
    yield new Uint8Array(bytes).fill(at);
  }
}

async function* failing(): AsyncGenerator<Uint8Array> {
  yield* slowly(3);
  throw new Error('the source went away');
}

export const definition = {
  type: 'unattended',
  attempts: 1,
  timeout: 2_000,
  params: {
    type: 'object',
    properties: { does: { type: 'string' } },
    required: ['does'],
    additionalProperties: false,
  },
  async run({ does }: { does: string }, ctx: AttachContext) {
    const attach = (name: string, content: unknown) =>
      void ctx.attach(name, content, 'application/octet-stream');
    await ctx.attach('first.bin', new Uint8Array(3), 'application/octet-stream');
    if (does === 'return') {
      attach('bytes.bin', new Uint8Array(300_000));
      attach('stream.bin', slowly(10));
      // The last of a name stays.
      for (let at = 0; at < 4; at += 1) attach('many.bin', new Uint8Array(2_000 - at * 500).fill(at));
    } else if (does === 'return, and the file fails') attach('stream.bin', failing());
    else if (does === 'too many') for (let at = 0; at < 150; at += 1) attach(`${at}`, new Uint8Array(1));
    else {
      attach('bytes.bin', new Uint8Array(4_000_000));
      attach('stream.bin', slowly(Number.POSITIVE_INFINITY, 10));
      if (does === 'throw') throw new Error('thrown while attaching');
      if (does === 'go on' && !ctx.signal.aborted) await once(ctx.signal, 'abort');
    }
    return null;
  },
};

export default definition;
