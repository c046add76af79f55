import { type ImageProvider, ImageProviderError } from './provider.ts';

/**
 * The provider that the settings name: `IMAGE_PROVIDER`, and for `openai` `IMAGE_BASE_URL`, `IMAGE_API_KEY` and `IMAGE_MODEL`, as
 * src/settings.ts has checked and completed them. Without any it is the local one. Throws a final error that names the setting, never
 * its value. Loads what the provider needs only now: neither sharp nor the painters are in the web process otherwise.
 */
export async function imageProviderFrom(env: Record<string, string | undefined>): Promise<ImageProvider> {
  const name = env.IMAGE_PROVIDER ?? 'local';
  if (name === 'local') return (await import('./local-provider.ts')).localProvider();
  if (name === 'openai')
    return (await import('./openai-provider.ts')).openAiProvider({
      baseUrl: given(env, 'IMAGE_BASE_URL'),
      apiKey: given(env, 'IMAGE_API_KEY'),
      model: given(env, 'IMAGE_MODEL'),
    });
  throw new ImageProviderError(
    { en: 'IMAGE_PROVIDER must be local or openai.', zh: 'IMAGE_PROVIDER 必须是 local 或 openai。' },
    { final: true },
  );
}

function given(env: Record<string, string | undefined>, name: string): string {
  const value = env[name];
  if (value) return value;
  throw new ImageProviderError(
    {
      en: `${name} is not set, and IMAGE_PROVIDER=openai needs it. Set it, or use IMAGE_PROVIDER=local.`,
      zh: `未设置 ${name}，而 IMAGE_PROVIDER=openai 需要它。请设置该项，或使用 IMAGE_PROVIDER=local。`,
    },
    { final: true },
  );
}
