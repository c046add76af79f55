/** Values that parts of the program count or measure for `/metrics`, independent of the metrics library. */

export type Labels = Record<string, string>;

/** How many times were not longer than each bound, and their sum; `counts` has an additional last entry for longer times. */
export interface TimesView {
  labels: Labels;
  counts: readonly number[];
  /** Seconds. */
  sum: number;
}

interface About {
  name: string;
  help: string;
}

/** A value that is read when `/metrics` is requested; if it is not available then, it is left out. */
export type Measure =
  | (About & { kind: 'gauge'; read(): number | Promise<number> })
  | (About & {
      kind: 'gauges' | 'counters';
      labels: readonly string[];
      read(): { labels: Labels; value: number }[] | Promise<{ labels: Labels; value: number }[]>;
    })
  | (About & { kind: 'times'; labels: readonly string[]; bounds: readonly number[]; read(): TimesView[] });
