import type { OpenAiSettings } from './openai-provider.ts';
import { type ImageProvider, ImageProviderError } from './provider.ts';

/**
 * The provider that the environment names: `IMAGE_PROVIDER` (`local`, the default, or `openai`), `IMAGE_BASE_URL`,
 * `IMAGE_API_KEY`, `IMAGE_MODEL`. An empty value counts as not set. Throws a final error that names the setting, never
 * its value. Loads what the provider needs only now: neither sharp nor the painters are in the web process otherwise.
 */
export async function imageProviderFrom(env: Record<string, string | undefined>): Promise<ImageProvider> {
  const name = env.IMAGE_PROVIDER?.trim() || 'local';
  if (name === 'local') return (await import('./local-provider.ts')).createLocalProvider();
  if (name === 'openai')
    return (await import('./openai-provider.ts')).createOpenAiProvider(openAiSettings(env));
  throw new ImageProviderError('IMAGE_PROVIDER must be local or openai.', { final: true });
}

function openAiSettings(env: Record<string, string | undefined>): OpenAiSettings {
  const apiKey = env.IMAGE_API_KEY?.trim();
  if (!apiKey)
    throw new ImageProviderError(
      'IMAGE_API_KEY is not set, and IMAGE_PROVIDER=openai needs it. Set it, or use IMAGE_PROVIDER=local.',
      { final: true },
    );
  const baseUrl = (env.IMAGE_BASE_URL?.trim() || 'https://api.openai.com/v1').replace(/\/+$/, '');
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new ImageProviderError(
      'IMAGE_BASE_URL must be an http or https address without a name and password, such as https://api.openai.com/v1.',
      { final: true },
    );
  return { baseUrl, apiKey, model: env.IMAGE_MODEL?.trim() || 'gpt-image-1' };
}
