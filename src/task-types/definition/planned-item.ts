import { cutText } from '../../runtime/text.ts';
import type { Plan } from './define-task-type.ts';

type PlannedItem = ReturnType<Plan['item']>;

/** Of a label: lists show a hundred at once. The longest value of an image task is shorter. */
const MOST_TEXTS = 20;
const LONGEST_TEXT = 1_000;

/** What the plan of a type gives as item `index`, with a label that lists can show. Throws if it is no item. */
export function plannedItem(item: unknown, index: number): PlannedItem {
  if (item === null || typeof item !== 'object') throw new Error(`the plan gives no item ${index}`);
  const { input, label = null } = item as { input: unknown; label?: unknown };
  if (label === null) return { input, label };
  if (typeof label !== 'object' || !isLabel(label))
    throw new Error(`the label of item ${index} must be an object of texts`);
  return { input, label: isShort(label) ? label : shortened(label) };
}

const isLabel = (label: object): label is Record<string, string> =>
  Object.values(label).every((value) => typeof value === 'string');

function isShort(label: Record<string, string>): boolean {
  const texts = Object.entries(label);
  return texts.length <= MOST_TEXTS && texts.flat().every(({ length }) => length <= LONGEST_TEXT);
}

const shortened = (label: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(label)
      .slice(0, MOST_TEXTS)
      .map(([name, value]) => [cutText(name, LONGEST_TEXT), cutText(value, LONGEST_TEXT)]),
  );
