/** The languages of what the server says to people. */
export type Language = 'en' | 'zh';

/** A text of the server in each of them. */
export type Said = Record<Language, string>;
