import { webhooks as en } from '../../words/en/webhooks.ts';
import { useOwnWords } from '../../words/words-context.tsx';
import { webhooks as zh } from '../../words/zh/webhooks.ts';

const WORDS = { en, zh };

/** The words of the pages of webhooks, which no other page loads. */
export const useWebhookWords = () => useOwnWords(WORDS);

export type WebhookWords = ReturnType<typeof useWebhookWords>;
