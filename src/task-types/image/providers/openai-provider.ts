import sharp from 'sharp';
import type { Dimensions } from '../dimensions.ts';
import { encode } from '../drawing/encode.ts';
import type { ImageFormat } from '../formats.ts';
import type { StyleName } from '../style-names.ts';
import { styleWords } from '../style-words.ts';
import { type HttpAnswer, type HttpLimits, httpLimits, requestWithRetries } from './http-retries.ts';
import { nearestSize } from './openai-sizes.ts';
import { type ImageProvider, ImageProviderError } from './provider.ts';

/** Where an OpenAI-compatible service is and how to speak to it. */
export interface OpenAiSettings {
  /** Without a slash at its end. */
  baseUrl: string;
  apiKey: string;
  model: string;
}

/** A picture as downloaded: at most 32 MB, and as JSON a third more. */
const mostBytes = 32 * 1024 * 1024;
const mostJsonBytes = Math.ceil(mostBytes * 1.4);
/** 8192 × 8192. */
const mostPixels = 67_108_864;
/** What a picture may arrive as; SVG and PDF are programs rather than pictures. */
const accepted = new Set(['png', 'jpeg', 'webp', 'gif', 'avif', 'heif', 'tiff']);

/**
 * Asks an OpenAI-compatible service (`POST {base}/images/generations`), fetches what it made, checks that it is a
 * picture, and converts it to the format and size asked for.
 */
export function createOpenAiProvider(
  settings: OpenAiSettings,
  limits: HttpLimits = httpLimits,
): ImageProvider {
  sharp.concurrency(1);
  sharp.cache(false);
  const options = { limits, secret: settings.apiKey };
  return async (request, { signal, progress }) => {
    signal.throwIfAborted();
    progress(0.05, 'waiting for the provider');
    const hint = request.style === 'auto' ? '' : `\nStyle: ${styleWords[request.style as StyleName]}.`;
    const answer = await requestWithRetries(
      `${settings.baseUrl}/images/generations`,
      {
        method: 'POST',
        redirect: 'manual',
        headers: { authorization: `Bearer ${settings.apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          model: settings.model,
          prompt: request.prompt + hint,
          n: 1,
          size: nearestSize(settings.model, request),
          // The dall-e models send a link unless asked; the others refuse the word.
          ...(settings.model.startsWith('dall-e') ? { response_format: 'b64_json' } : {}),
        }),
      },
      { ...options, signal, mostBytes: mostJsonBytes },
    );
    progress(0.7, 'fetching the picture');
    const found = readAnswer(answer);
    const downloaded =
      'bytes' in found
        ? found.bytes
        : (await requestWithRetries(found.url, { method: 'GET' }, { ...options, signal, mostBytes })).body;
    signal.throwIfAborted();
    progress(0.9, 'converting');
    const bytes = await convert(downloaded, request, request.format);
    signal.throwIfAborted();
    return { bytes, generator: 'openai', version: settings.model, style: request.style };
  };
}

/** The picture itself or the address of it. Not final: a provider that stumbles once may do better. */
function readAnswer(answer: HttpAnswer): { bytes: Uint8Array } | { url: string } {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder().decode(answer.body));
  } catch {
    throw new ImageProviderError(
      'The image provider answered with something other than JSON. Check IMAGE_BASE_URL.',
      {
        final: false,
      },
    );
  }
  const first = (body as { data?: { b64_json?: unknown; url?: unknown }[] } | null)?.data?.[0];
  if (typeof first?.b64_json === 'string' && first.b64_json !== '') {
    const bytes = Buffer.from(first.b64_json, 'base64');
    if (bytes.length <= mostBytes) return { bytes };
    throw new ImageProviderError('The picture of the image provider is larger than 32 MB.', { final: false });
  }
  if (
    typeof first?.url === 'string' &&
    URL.canParse(first.url) &&
    /^(https?|data):$/.test(new URL(first.url).protocol)
  )
    return { url: first.url };
  throw new ImageProviderError('The image provider answered without a picture: neither b64_json nor url.', {
    final: false,
  });
}

/** Covers the wanted size, cutting off what stands over. Throws when the bytes are not a picture. */
async function convert(bytes: Uint8Array, size: Dimensions, format: ImageFormat): Promise<Uint8Array> {
  try {
    const picture = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' });
    const { format: found } = await picture.metadata();
    if (!accepted.has(found ?? '')) throw new Error('not a picture format');
    return await encode(
      picture
        .autoOrient()
        .resize(size.width, size.height, { fit: 'cover' })
        .flatten({ background: '#fff' })
        .toColourspace('srgb'),
      format,
    );
  } catch {
    throw new ImageProviderError('What the image provider sent is not a picture that can be read.', {
      final: false,
    });
  }
}
