/** A bench and its figures. */

export interface BenchOptions {
  /** With `--full`: lists over 1,000,000 tasks instead of 100,000. */
  full: boolean;
}

export interface Figure {
  what: string;
  /** The number that is compared with the mark, as printed: a ratio, milliseconds, megabytes. */
  value: string;
  /** Null if there is no mark for this figure. */
  mark: string | null;
  met: boolean | null;
  /** Further measurements: rates, spread, settings. */
  detail: string;
}

export interface Bench {
  name: string;
  /** The mark in words. */
  mark: string;
  /** Settings that differ from the defaults. */
  settings: string;
  needs?: ('redis' | 'mongodb' | 'chromium' | 'postgresql')[];
  run(options: BenchOptions): Promise<Figure[]>;
}

export interface Mark {
  at_least?: number;
  at_most?: number;
}

const isMet = (value: number, { at_least = -Infinity, at_most = Infinity }: Mark): boolean =>
  value >= at_least && value <= at_most;

/** A figure compared with its mark; `show` writes both. */
export function figure(
  what: string,
  value: number,
  mark: Mark | null,
  show: (value: number) => string,
  detail: string,
): Figure {
  return {
    what,
    value: show(value),
    mark: mark && (mark.at_least === undefined ? `≤ ${show(mark.at_most ?? 0)}` : `≥ ${show(mark.at_least)}`),
    met: mark && isMet(value, mark),
    detail,
  };
}

export const inMs = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
export const inMb = (value: number): string => `${Math.round(value)} MB`;
export const inSeconds = (value: number): string => `${value.toFixed(2)} s`;
export const asRatio = (value: number): string => value.toFixed(2);
export const perSecond = (value: number): string => `${Math.round(value).toLocaleString('en')}/s`;
