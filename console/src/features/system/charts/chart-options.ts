import uPlot from 'uplot';
import type { Formats } from '../../../formats/formats.ts';
import type { Line } from './chart.tsx';

const HEIGHT = 170;
const TONES = { ok: '--ok-fill', bad: '--bad-fill', accent: '--accent-fill', quiet: '--quiet-fill' } as const;

interface Wanted {
  lines: readonly Line[];
  bars: boolean;
  format(value: number): string;
  formats: Formats;
  onPointed(index: number | null): void;
}

/** How the chart is drawn: a canvas knows no tokens, so they are read from the page as they are now. */
export function optionsOf(element: HTMLElement, wanted: Wanted): Omit<uPlot.Options, 'width'> {
  const { lines, bars, format, formats, onPointed } = wanted;
  const colour = (token: string) => resolved(element, token);
  const axis: uPlot.Axis = {
    stroke: colour('--ink-faint'),
    font: `11px ${getComputedStyle(element).fontFamily}`,
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  };
  return {
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, points: { show: !bars }, drag: { x: false, y: false } },
    scales: { x: { time: true }, y: { range: (_, _low, high) => [0, high > 0 ? high * 1.1 : 1] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 26,
        space: 70,
        values: (_, ticks, _axis, _space, step) => ticks.map((tick) => timeOf(formats, tick * 1_000, step)),
      },
      { ...axis, size: 56, space: 36, values: (_, ticks) => ticks.map(format) },
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

const DAY_SECONDS = 86_400;

const timeOf = (formats: Formats, at: number, step: number): string => {
  const iso = new Date(at).toISOString();
  return step >= DAY_SECONDS ? formats.monthDay(iso) : formats.minute(iso);
};

/** A token's colour in the theme that is shown: `light-dark()` is resolved only where it is used. */
function resolved(element: HTMLElement, token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
