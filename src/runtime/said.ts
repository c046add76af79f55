/** The languages of texts for people. */
export type Language = 'en' | 'zh';

/** A text in each of these languages. */
export type Said = Record<Language, string>;
