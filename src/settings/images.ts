import { choice, inGroup, line, serviceAddress, token } from './setting-kinds.ts';

const spec = inGroup('Images');

/** Settings of image tasks. */
export const imagesSettings = {
  IMAGE_PROVIDER: spec(
    choice('local', 'openai'),
    'local',
    'Image generator: `local` is built in, `openai` is any OpenAI-compatible service.',
  ),
  IMAGE_BASE_URL: spec(
    serviceAddress,
    'https://api.openai.com/v1',
    'Base URL of the OpenAI-compatible service.',
  ),
  IMAGE_API_KEY: spec(
    token,
    undefined,
    'API key of the OpenAI-compatible service. Required when `IMAGE_PROVIDER` is `openai`.',
  ),
  IMAGE_MODEL: spec(line, 'gpt-image-1', 'Model name sent to the OpenAI-compatible service.'),
};
