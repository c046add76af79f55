/** Digits, colons, commas and signs as a program reads them: keyboards for Chinese also type their full-width forms. */
export const halfWidth = (text: string): string => text.normalize('NFKC');
