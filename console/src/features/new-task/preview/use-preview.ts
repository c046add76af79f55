import { skipToken, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import { propertiesOf } from '../schema/json-schema.ts';
import { paramsOfValues } from '../schema/values.ts';
import type { Editing } from '../use-draft.ts';
import { useSettled } from './use-settled.ts';

const SETTLE_MS = 300;

/** Asks the server for a preview of the draft, shortly after the last edit and only if no required field is empty. */
export function usePreview({ type, draft, empty }: Editing) {
  // Params and missing fields settle together, so that no incomplete params are sent.
  const now = empty.length > 0 ? '' : JSON.stringify(paramsOfValues(propertiesOf(type), draft.values));
  const text = useSettled(now, SETTLE_MS);
  const params = useMemo(() => (text === '' ? null : (JSON.parse(text) as Record<string, unknown>)), [text]);
  return useQuery({
    queryKey: keys.preview(type.type, params ?? {}),
    queryFn:
      params && now !== ''
        ? ({ signal }) => api.previewTask({ type: type.type, params }, { signal })
        : skipToken,
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
