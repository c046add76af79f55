/** What the API says of a field ("must be…") as a sentence of its own. */
export const sentence = (message: string): string => {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return text === '' || /[.!?。！？]$/.test(text)
    ? text
    : `${text}${/\p{Script=Han}$/u.test(text) ? '。' : '.'}`;
};

/** Sentences one after the other: after a Chinese full stop comes no space. */
export const sentences = (parts: readonly string[]): string =>
  parts
    .filter(Boolean)
    .join(' ')
    .replace(/([。；！？]) /g, '$1');
