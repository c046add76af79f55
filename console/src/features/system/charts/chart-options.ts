import uPlot from 'uplot';
import type { Formats } from '../../../formats/formats.ts';
import { COUNTS, linesUpTo, SPANS_MS } from './grid-lines.ts';

export interface Line {
  name: string;
  tone: 'ok' | 'bad' | 'accent' | 'quiet';
  values: (number | null)[];
  /** The values of the whole time span. */
  whole: number | null;
}

const HEIGHT = 170;
const TONES = { ok: '--ok-fill', bad: '--bad-fill', accent: '--accent-fill', quiet: '--quiet-fill' } as const;

interface Wanted {
  lines: readonly Line[];
  bars: boolean;
  format(value: number): string;
  formats: Formats;
  onPointed(index: number | null): void;
}

/** Options of the chart. A canvas does not know CSS tokens, so their current values are read from the page. */
export function optionsOf(element: HTMLElement, wanted: Wanted): Omit<uPlot.Options, 'width'> {
  const { lines, bars, format, formats, onPointed } = wanted;
  const empty = lines.every(({ values }) => values.every((value) => value === null));
  const steps = bars ? COUNTS : SPANS_MS;
  const colour = (token: string) => resolved(element, token);
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  const axis: uPlot.Axis = {
    stroke: colour('--ink-faint'),
    font,
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  };
  return {
    height: HEIGHT,
    // The chart reaches to the edge of its card; labels near the edge are left out.
    padding: [8, 4, null, null],
    legend: { show: false },
    cursor: { y: false, points: { show: !bars }, drag: { x: false, y: false } },
    scales: { x: { time: true }, y: { range: (_, _low, high) => [0, linesUpTo(high, steps).at(-1) ?? 1] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 26,
        space: 70,
        values: (plot, ticks, _axis, _space, step) =>
          ticks.map((tick) => (isNearEnd(plot, tick) ? '' : timeOf(formats, tick * 1_000, step))),
      },
      {
        ...axis,
        size: (plot, labels) => Math.max(NARROWEST, widest(plot.ctx, labels ?? [], font) + LABEL_GAP),
        splits: (_, _axis, _low, high) => linesUpTo(high, steps),
        values: (_, ticks) => ticks.map((tick) => (empty ? '' : tick === 0 ? '0' : format(tick))),
      },
    ],
    series: [
      {},
      ...lines.map(({ name, tone, values }): uPlot.Series => {
        const stroke = colour(TONES[tone]);
        return {
          label: name,
          stroke,
          width: 1.5,
          points: { show: false },
          ...(bars && { fill: stroke, width: 0, paths: uPlot.paths.bars?.({ size: [0.7, 40] }) }),
          ...(!bars && {
            points: { show: true, size: 6, fill: stroke, filter: () => endsOf(values) },
          }),
        };
      }),
    ],
    hooks: { setCursor: [({ cursor: { idx } }) => onPointed(idx ?? null)] },
  };
}

const LABEL_GAP = 18;
/** Axes of charts beside each other are as wide as one another, unless their labels need more. */
const NARROWEST = 56;

/** Where a line begins and ends is drawn as a point; a value without one beside it is nothing else. */
const endsOf = (values: Line['values']): number[] =>
  values.flatMap((value, at) =>
    value !== null && ((values[at - 1] ?? null) === null || (values[at + 1] ?? null) === null) ? [at] : [],
  );

/** Space for the labels of an axis, which differs between languages: "1 min", "1 分钟 40 秒". */
function widest(canvas: CanvasRenderingContext2D, labels: readonly string[], font: string): number {
  canvas.font = font;
  return Math.ceil(Math.max(16, ...labels.map((label) => canvas.measureText(label).width)));
}

/** Whether a label at this place would be cut off. */
function isNearEnd({ scales: { x } }: uPlot, at: number): boolean {
  const { min, max } = x ?? {};
  return min != null && max != null && at > max - (max - min) * NEAR_END;
}

const NEAR_END = 0.06;
const DAY_SECONDS = 86_400;

const timeOf = (formats: Formats, at: number, step: number): string => {
  const iso = new Date(at).toISOString();
  return step >= DAY_SECONDS ? formats.monthDay(iso) : formats.minute(iso);
};

/** Returns the colour of a token in the current theme. `light-dark()` is resolved only when it is applied to an element. */
function resolved(element: HTMLElement, token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
