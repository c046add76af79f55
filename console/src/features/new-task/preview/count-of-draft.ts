import { namesIn } from '../matrix/prompt-parts.ts';
import { countOf, isSpecial } from '../matrix/variables.ts';
import type { NamedList } from '../schema/values.ts';
import { faultsOf } from '../server-faults.ts';
import type { Editing } from '../use-draft.ts';
import type { usePreview } from './use-preview.ts';

type Preview = Pick<ReturnType<typeof usePreview>, 'data' | 'error'>;

export const PROMPT = 'params.prompt';

/**
 * The number of items of the draft: computed from the fields where possible, otherwise counted by the server. A prompt with a fault
 * makes no pictures. That of a reserved name is known here, so that no count is shown until the server answers.
 */
export function countOfDraft({ type, draft, empty }: Editing, { data, error }: Preview): number | undefined {
  if (type.type !== 'image') return empty.length === 0 ? data?.count : undefined;
  const prompt = String(draft.values.prompt ?? '');
  const faulty = namesIn(prompt).some(isSpecial) || faultsOf(error).some(({ path }) => path === PROMPT);
  if (prompt.trim() === '' || faulty) return undefined;
  return countOf((draft.values.variables ?? []) as NamedList[]);
}
