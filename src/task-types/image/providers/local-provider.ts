import sharp from 'sharp';
import { draw, generatorVersion } from '../drawing/local-generator.ts';
import { chooseStyle } from '../styles/choose-style.ts';
import type { ImageProvider } from './provider.ts';

/** Draws on this machine, without a network or a key. */
export function localProvider(): ImageProvider {
  // Several pictures are drawn at once, each in its own thread: more threads inside one would only get in the way.
  sharp.concurrency(1);
  sharp.cache(false);
  return async (request, hooks) => {
    const stop = () => {
      hooks.signal.throwIfAborted();
      if (hooks.isCancelled()) throw new DOMException('The item was cancelled.', 'AbortError');
    };
    stop();
    const style = chooseStyle(request.style, request.prompt, request.seed);
    const bytes = await draw({ ...request, style }, { progress: hooks.progress, pause: stop });
    return { bytes, generator: 'local', version: generatorVersion, style };
  };
}
