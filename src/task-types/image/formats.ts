/** The formats a picture can be asked for in. */
export const imageFormats = ['webp', 'png', 'jpeg'] as const;

export type ImageFormat = (typeof imageFormats)[number];
