/** Media types (RFC 9110 §8.3.1): type, subtype and the names of parameters have no case. */

const FORM = /^[\w.+-]+\/[\w.+-]+(; ?[\w.+-]+=[\w.+-]+)*$/;

export const isMediaType = (text: string): boolean => FORM.test(text);

/** The spelling in which types are stored and sent: in lower case, except for the values of parameters. */
export const spelledMediaType = (text: string): string =>
  text.replace(/^[^;]+|; ?[^=]+(?==)/g, (names) => names.toLowerCase());

/** What a type is compared by: in lower case and without parameters. */
export const essenceOf = (text: string): string => {
  const end = text.indexOf(';');
  return (end < 0 ? text : text.slice(0, end)).trim().toLowerCase();
};
