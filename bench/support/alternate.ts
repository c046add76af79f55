import { asRatio, type Figure, figure, type Mark, perSecond } from './bench.ts';
import { median } from './statistics.ts';

export interface Comparison {
  measured: number[];
  reference: number[];
  /** For each round: measured divided by reference. */
  ratios: number[];
}

/**
 * Measures both in turn, by default for five rounds, and changes the order in each round, so that other programs disturb both equally.
 */
export async function alternate(
  measure: () => Promise<number>,
  refer: () => Promise<number>,
  rounds = 5,
): Promise<Comparison> {
  const comparison: Comparison = { measured: [], reference: [], ratios: [] };
  for (let round = 0; round < rounds; round += 1) {
    let reference = round % 2 === 0 ? await refer() : null;
    const measured = await measure();
    reference ??= await refer();
    comparison.measured.push(measured);
    comparison.reference.push(reference);
    comparison.ratios.push(measured / reference);
  }
  return comparison;
}

/** Measures both at the same time, so that other programs disturb both equally. Each of them begins every second round. */
export async function together(
  measure: () => Promise<number>,
  refer: () => Promise<number>,
  rounds: number,
): Promise<Comparison> {
  const comparison: Comparison = { measured: [], reference: [], ratios: [] };
  for (let round = 0; round < rounds; round += 1) {
    const begun = round % 2 === 0 ? refer() : null;
    const [measured, reference] = await Promise.all([measure(), begun ?? refer()]);
    comparison.measured.push(measured);
    comparison.reference.push(reference);
    comparison.ratios.push(measured / reference);
  }
  return comparison;
}

/** The median ratio as a figure. `names` describes the measured side and the reference. */
export function ratioFigure(
  what: string,
  { measured, reference, ratios }: Comparison,
  mark: Mark | null,
  names: { measured: string; reference: string; show?: (value: number) => string },
): Figure {
  const { show = perSecond } = names;
  const spread = [Math.min(...ratios), median(ratios), Math.max(...ratios)].map(asRatio).join(' · ');
  const values = `${names.measured} ${show(median(measured))}, ${names.reference} ${show(median(reference))}`;
  return figure(what, median(ratios), mark, asRatio, `${values}; ratio min · median · max ${spread}`);
}
