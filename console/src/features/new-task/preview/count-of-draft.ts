import { countOf } from '../matrix/variables.ts';
import type { NamedList } from '../schema/values.ts';
import type { Editing } from '../use-draft.ts';
import type { usePreview } from './use-preview.ts';

/** The number of items of the draft: computed from the fields where possible, otherwise counted by the server. */
export function countOfDraft(
  { type, draft, empty }: Editing,
  preview: ReturnType<typeof usePreview>,
): number | undefined {
  if (type.type !== 'image') return empty.length === 0 ? preview.data?.count : undefined;
  const written = String(draft.values.prompt ?? '').trim() !== '';
  return written ? countOf((draft.values.variables ?? []) as NamedList[]) : undefined;
}
