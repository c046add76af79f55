import { Fault, type FaultDetail } from '../../../errors.ts';

/** Numbers of items and ranges of them, separated by commas: `0,2,5-9`. */
export const CHOICE_PATTERN = '^\\d{1,7}(-\\d{1,7})?(,\\d{1,7}(-\\d{1,7})?)*$';

/** The items of such a text, each once and in order. Throws `validation_failed` if the task lacks one. */
export function chosenItems(text: string, total_items: number): number[] {
  // Ranges may overlap a thousand times.
  const chosen = new Uint8Array(total_items);
  for (const part of text.split(',')) {
    const [from = 0, to = from] = part.split('-').map(Number);
    if (from > to) throw refused(`${part} ends before it begins`, `${part} 的终点在起点之前`);
    if (to >= total_items)
      throw refused(
        `the task has ${total_items} items, the last is ${total_items - 1}`,
        `该任务有 ${total_items} 个任务项，最后一个的序号是 ${total_items - 1}`,
      );
    chosen.fill(1, from, to + 1);
  }
  return Array.from(chosen, (is, index) => (is ? index : -1)).filter((index) => index >= 0);
}

function refused(message: string, zh: string): Fault {
  const details: FaultDetail[] = [{ path: 'items', message, zh }];
  return new Fault('validation_failed', { details });
}
