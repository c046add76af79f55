import { useCallback, useMemo } from 'react';
import { useLocation, useSearch as useText } from 'wouter';

/** Converts the state of a page to and from its URL. Unreadable values become defaults. */
export interface SearchCodec<T> {
  read(params: URLSearchParams): T;
  /** Leaves out defaults, so that each state has exactly one URL. */
  write(state: T): Record<string, string>;
}

export const searchText = <T>(codec: SearchCodec<T>, state: T): string => {
  const text = new URLSearchParams(codec.write(state)).toString();
  return text && `?${text}`;
};

/** The state of the page from its URL, and a setter. A change replaces the history entry; `push` adds one. */
export function useSearchState<T>(
  codec: SearchCodec<T>,
): [T, (change: Partial<T>, how?: 'push' | 'replace') => void] {
  const text = useText();
  const [path, navigate] = useLocation();
  const state = useMemo(() => codec.read(new URLSearchParams(text)), [codec, text]);
  const set = useCallback(
    (change: Partial<T>, how: 'push' | 'replace' = 'replace') =>
      navigate(path + searchText(codec, { ...codec.read(new URLSearchParams(location.search)), ...change }), {
        replace: how === 'replace',
      }),
    [codec, navigate, path],
  );
  return [state, set];
}
