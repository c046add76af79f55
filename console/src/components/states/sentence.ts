import type { Language } from '../../words/language.ts';

/**
 * Turns a message of the API about a field ("must be…") into a sentence of this language. The last character says nothing of the
 * language: it may be of a number, or of a name in the other script. A message without any Chinese is English, such as that of a program.
 */
export const sentence = (message: string, language: Language): string => {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  if (text === '' || /[.!?。！？…]$/.test(text)) return text;
  return `${text}${language === 'zh' && /\p{Script=Han}/u.test(text) ? '。' : '.'}`;
};

/** Joins sentences. Chinese full stops are not followed by a space. */
export const sentences = (parts: readonly string[]): string =>
  parts
    .filter(Boolean)
    .join(' ')
    .replace(/([。；！？]) /g, '$1');
