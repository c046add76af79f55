import { sentence, sentences } from '../../components/states/sentence.ts';

/** What is wrong with the field of a path. */
export interface FieldFault {
  path: string;
  message: string;
}

const isUnder = (path: string, top: string): boolean =>
  top === '' || path === top || path.startsWith(`${top}.`);

/** What to show at the field of this path, also for what lies inside it; undefined when nothing is wrong. An empty path holds all. */
export function faultAt(faults: readonly FieldFault[], top: string): string | undefined {
  const messages = faults.filter(({ path }) => isUnder(path, top)).map(({ message }) => sentence(message));
  return messages.length > 0 ? sentences([...new Set(messages)]) : undefined;
}

/** Faults of no field that the form shows. */
export const faultsElsewhere = (
  faults: readonly FieldFault[],
  shown: readonly string[],
): readonly FieldFault[] => faults.filter(({ path }) => !shown.some((top) => isUnder(path, top)));

/** Faults without those of a field that was edited since. */
export const faultsWithout = (faults: readonly FieldFault[], top: string): FieldFault[] =>
  faults.filter(({ path }) => !isUnder(path, top));
