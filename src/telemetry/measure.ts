/** What a part of the program counts or times for `/metrics`, without knowing the library that writes it down. */

export type Labels = Record<string, string>;

/** How many times were not longer than each bound, and what they add up to; `counts` has one place more, for longer ones. */
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

/** A number that is asked for when `/metrics` is read; one that cannot be had just then is left out. */
export type Measure =
  | (About & { kind: 'gauge'; read(): number | Promise<number> })
  | (About & {
      kind: 'gauges' | 'counters';
      labels: readonly string[];
      read(): { labels: Labels; value: number }[] | Promise<{ labels: Labels; value: number }[]>;
    })
  | (About & { kind: 'times'; labels: readonly string[]; bounds: readonly number[]; read(): TimesView[] });
