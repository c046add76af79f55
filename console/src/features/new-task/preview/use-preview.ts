import { skipToken, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import { propertiesOf } from '../schema/json-schema.ts';
import { paramsOfValues } from '../schema/values.ts';
import type { Editing } from '../use-draft.ts';
import { useSettled } from './use-settled.ts';

const SETTLE_MS = 300;

/** What the server would make of the draft: asked for a moment after the last edit, and not before the draft is complete. */
export function usePreview({ type, draft, empty }: Editing) {
  const text = useSettled(JSON.stringify(paramsOfValues(propertiesOf(type), draft.values)), SETTLE_MS);
  const params = useMemo(() => JSON.parse(text) as Record<string, unknown>, [text]);
  return useQuery({
    queryKey: keys.preview(type.type, params),
    queryFn:
      empty.length > 0 ? skipToken : ({ signal }) => api.previewTask({ type: type.type, params }, { signal }),
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
