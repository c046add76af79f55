/** The styles of the local generator, by name. Kept apart from the painters: validating params loads none of them. */
export const styleNames = [
  'aurora',
  'bauhaus',
  'blossom',
  'city',
  'contours',
  'dunes',
  'flow',
  'forest',
  'ink',
  'marble',
  'mosaic',
  'nebula',
  'waves',
] as const;

export type StyleName = (typeof styleNames)[number];

/** What a request may name: a style, or `auto`, which chooses one by the words of the prompt, else by its hash. */
export const styleChoices = ['auto', ...styleNames] as const;

export type StyleChoice = (typeof styleChoices)[number];
