import { countOf } from '../matrix/variables.ts';
import type { NamedList } from '../schema/values.ts';
import type { Editing } from '../use-draft.ts';
import type { usePreview } from './use-preview.ts';

/** How many items the draft would make: what the fields say at once, and the server's count where only it can tell. */
export function countOfDraft(
  { type, draft, empty }: Editing,
  preview: ReturnType<typeof usePreview>,
): number | undefined {
  if (type.type !== 'image') return empty.length === 0 ? preview.data?.count : undefined;
  const written = String(draft.values.prompt ?? '').trim() !== '';
  return written ? countOf((draft.values.variables ?? []) as NamedList[]) : undefined;
}
