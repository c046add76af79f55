/** How messages of both languages write numbers: 10,000. */
export const grouped = (number: number | bigint): string =>
  number.toLocaleString('en', { maximumFractionDigits: 20 });
