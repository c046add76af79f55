/** Turns a message of the API about a field ("must be…") into a sentence. */
export const sentence = (message: string): string => {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return text === '' || /[.!?。！？]$/.test(text)
    ? text
    : `${text}${/\p{Script=Han}$/u.test(text) ? '。' : '.'}`;
};

/** Joins sentences. Chinese full stops are not followed by a space. */
export const sentences = (parts: readonly string[]): string =>
  parts
    .filter(Boolean)
    .join(' ')
    .replace(/([。；！？]) /g, '$1');
