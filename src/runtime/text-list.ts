/** Lists in one text, separated by commas. A comma that belongs to a value has a backslash before it. */

export const listText = (values: readonly string[]): string =>
  values.map((value) => value.replaceAll(/[\\,]/g, '\\$&')).join(',');

/** The values of a list as `listText` writes it, or as people write it: spaces around a value do not count. */
export function listOf(text: string): string[] {
  const values: string[] = [''];
  for (const [part] of text.matchAll(/\\[\\,]|[^\\,]+|./gsu)) {
    if (part === ',') values.push('');
    else values[values.length - 1] += part === '\\,' || part === '\\\\' ? part.charAt(1) : part;
  }
  return values.map((value) => value.trim());
}
