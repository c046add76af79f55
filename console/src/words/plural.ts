/** Chooses the English singular or plural. Chinese has only one form. */
export const plural = (count: number, one: string, many: string): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

const numbers = new Intl.NumberFormat('en');
export const grouped = (count: number): string => numbers.format(count);
