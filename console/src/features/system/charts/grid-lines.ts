const tens = Array.from({ length: 10 }, (_, power) => 10 ** power);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Steps between the lines of an axis, fit for whole items and for seconds and minutes. */
export const COUNTS = tens.flatMap((ten) => [ten, 2 * ten, 5 * ten]);
export const SPANS_MS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((count) => count * HOUR),
];

/** Above zero; more would stand too close together. */
const MOST_LINES = 3;

/** Where the lines across a chart stand: from zero, and the last one at its highest value or above it. */
export function linesUpTo(highest: number, steps: readonly number[]): number[] {
  const step = steps.find((one) => highest <= one * MOST_LINES) ?? highest;
  const count = Math.max(1, Math.ceil(highest / step));
  return Array.from({ length: count + 1 }, (_, at) => at * step);
}
