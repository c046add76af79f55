import uPlot from 'uplot';
import type { Formats } from '../../../formats/formats.ts';

export interface Line {
  name: string;
  tone: 'ok' | 'bad' | 'accent' | 'quiet';
  values: (number | null)[];
  /** The values of the whole time span. */
  whole: number | null;
}

const HEIGHT = 170;
const TONES = { ok: '--ok-fill', bad: '--bad-fill', accent: '--accent-fill', quiet: '--quiet-fill' } as const;

const tens = Array.from({ length: 10 }, (_, power) => 10 ** power);
/** Steps between the lines of an axis, fit for whole items and for seconds and minutes. */
const COUNTS = tens.flatMap((ten) => [ten, 2 * ten, 5 * ten]);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const SPANS_MS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((count) => count * HOUR),
];

interface Wanted {
  lines: readonly Line[];
  bars: boolean;
  unit: string | undefined;
  format(value: number): string;
  formats: Formats;
  onPointed(index: number | null): void;
}

/** Options of the chart. A canvas does not know CSS tokens, so their current values are read from the page. */
export function optionsOf(element: HTMLElement, wanted: Wanted): Omit<uPlot.Options, 'width'> {
  const { lines, bars, unit, format, formats, onPointed } = wanted;
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
    padding: [null, 4, null, null],
    legend: { show: false },
    cursor: { y: false, points: { show: !bars }, drag: { x: false, y: false } },
    scales: { x: { time: true }, y: { range: (_, _low, high) => [0, high > 0 ? high * 1.1 : 1] } },
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
        size: (plot, labels) => widest(plot.ctx, labels ?? [], font) + LABEL_GAP,
        space: 36,
        ...(unit && { label: unit, labelFont: font, labelSize: 18, labelGap: 2 }),
        incrs: bars ? COUNTS : SPANS_MS,
        values: (_, ticks) => ticks.map((tick) => (tick === 0 ? '0' : format(tick))),
      },
    ],
    series: [
      {},
      ...lines.map(({ name, tone }): uPlot.Series => {
        const stroke = colour(TONES[tone]);
        return {
          label: name,
          stroke,
          width: 1.5,
          points: { show: false },
          ...(bars && { fill: stroke, width: 0, paths: uPlot.paths.bars?.({ size: [0.7, 40] }) }),
          ...(!bars && { spanGaps: true, points: { show: true, size: 4, fill: stroke } }),
        };
      }),
    ],
    hooks: { setCursor: [({ cursor: { idx } }) => onPointed(idx ?? null)] },
  };
}

const LABEL_GAP = 18;

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
