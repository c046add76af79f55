import sharp from 'sharp';
import { PrivateAddress, requestPublic } from '../../../runtime/net/public-request.ts';
import type { Dimensions } from '../dimensions.ts';
import { encode } from '../drawing/encode.ts';
import type { ImageFormat } from '../params.ts';
import { styles } from '../styles/catalogue.ts';
import {
  type HttpAnswer,
  type HttpLimits,
  httpLimits,
  requestWithRetries,
  sendFetch,
} from './http-retries.ts';
import { nearestSize } from './openai-sizes.ts';
import { type ImageProvider, ImageProviderError, type PictureRequest } from './provider.ts';

/** The address and credentials of an OpenAI-compatible service. */
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
 * Calls an OpenAI-compatible service (`POST {base}/images/generations`), fetches the picture, verifies that it is one, and converts it to
 * the requested format and size.
 */
export function openAiProvider(settings: OpenAiSettings, limits: HttpLimits = httpLimits): ImageProvider {
  sharp.concurrency(1);
  sharp.cache(false);
  return async (request, { signal, progress }) => {
    signal.throwIfAborted();
    progress(0.05, 'waiting for the provider');
    const found = readAnswer(await generate(settings, limits, request, signal));
    progress(0.7, 'fetching the picture');
    const fetched = 'bytes' in found ? found.bytes : await download(found.url, settings, limits, signal);
    signal.throwIfAborted();
    progress(0.9, 'converting');
    const bytes = await convert(fetched, request, request.format);
    signal.throwIfAborted();
    return { bytes, generator: 'openai', version: settings.model, style: request.style };
  };
}

function generate(
  settings: OpenAiSettings,
  limits: HttpLimits,
  request: PictureRequest,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { baseUrl, apiKey, model } = settings;
  const hint = request.style === 'auto' ? '' : `\nStyle: ${styles[request.style].words}.`;
  const init = {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model,
      prompt: request.prompt + hint,
      n: 1,
      size: nearestSize(model, request),
      // The dall-e models send a link by default; other models refuse this parameter.
      ...(model.startsWith('dall-e') ? { response_format: 'b64_json' } : {}),
    }),
  };
  return requestWithRetries(
    (stop) => sendFetch(`${baseUrl}/images/generations`, { ...init, signal: stop }, mostJsonBytes),
    {
      limits,
      signal,
      mostBytes: mostJsonBytes,
      secret: apiKey,
      onRedirect: {
        en: 'set IMAGE_BASE_URL to its final address',
        zh: '请将 IMAGE_BASE_URL 设为其最终地址',
      },
    },
  );
}

/**
 * Fetches a picture from the address that the service answered with, without the key. The address must be public, or be on the
 * host and port of the service itself, which the operator chose.
 */
function download(
  address: string,
  { baseUrl, apiKey }: OpenAiSettings,
  limits: HttpLimits,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const url = new URL(address);
  const send = async (stop: AbortSignal): Promise<HttpAnswer> => {
    if (url.protocol === 'data:') return sendFetch(address, { signal: stop }, mostBytes);
    const allow_private = url.origin === new URL(baseUrl).origin;
    const asked = { url, method: 'GET', signal: stop, most_bytes: mostBytes, allow_private };
    const { status, headers, body, truncated } = await requestPublic(asked).catch(refusePrivate);
    return { status, retry_after: headers['retry-after'], body: truncated ? undefined : body };
  };
  return requestWithRetries(send, {
    limits,
    signal,
    mostBytes,
    secret: apiKey,
    onRedirect: {
      en: 'the address of a picture must be its final one',
      zh: '图片地址必须是最终地址',
    },
  });
}

function refusePrivate(error: unknown): never {
  if (!(error instanceof PrivateAddress)) throw error;
  throw new ImageProviderError(
    {
      en: 'The image provider answered with an address that is not public.',
      zh: '图片服务返回的地址不是公网地址。',
    },
    { final: true, said: error.message },
  );
}

/** The picture itself or its address. Errors are not final, because a repeated request may succeed. */
function readAnswer(answer: Uint8Array): { bytes: Uint8Array } | { url: string } {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder().decode(answer));
  } catch {
    throw new ImageProviderError(
      {
        en: 'The image provider answered with something other than JSON. Check IMAGE_BASE_URL.',
        zh: '图片服务返回的不是 JSON。请检查 IMAGE_BASE_URL。',
      },
      {
        final: false,
      },
    );
  }
  const first = (body as { data?: { b64_json?: unknown; url?: unknown }[] } | null)?.data?.[0];
  if (typeof first?.b64_json === 'string' && first.b64_json !== '') {
    const bytes = Buffer.from(first.b64_json, 'base64');
    if (bytes.length <= mostBytes) return { bytes };
    throw new ImageProviderError(
      { en: 'The picture of the image provider is larger than 32 MB.', zh: '图片服务返回的图片超过 32 MB。' },
      { final: false },
    );
  }
  if (
    typeof first?.url === 'string' &&
    URL.canParse(first.url) &&
    /^(https?|data):$/.test(new URL(first.url).protocol)
  )
    return { url: first.url };
  throw new ImageProviderError(
    {
      en: 'The image provider answered without a picture: neither b64_json nor url.',
      zh: '图片服务的响应中没有图片：既没有 b64_json，也没有 url。',
    },
    { final: false },
  );
}

/** Scales and crops the picture to the wanted size. Throws if the bytes are not a picture. */
async function convert(bytes: Uint8Array, size: Dimensions, format: ImageFormat): Promise<Uint8Array> {
  try {
    const picture = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' });
    const { format: found } = await picture.metadata();
    if (!accepted.has(found ?? '')) throw new Error('the bytes have no picture format that is accepted');
    return await encode(
      picture
        .autoOrient()
        .resize(size.width, size.height, { fit: 'cover' })
        .flatten({ background: '#fff' })
        .toColourspace('srgb'),
      format,
    );
  } catch {
    throw new ImageProviderError(
      {
        en: 'What the image provider sent is not a picture that can be read.',
        zh: '图片服务返回的内容不是可读取的图片。',
      },
      { final: false },
    );
  }
}
