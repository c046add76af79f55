import { useCallback, useMemo } from 'react';
import { useLocation, useSearch as useText } from 'wouter';

/** How a page's state is written in its URL. What it cannot read it takes for the default. */
export interface SearchCodec<T> {
  read(params: URLSearchParams): T;
  /** Leaves defaults out, so that the same state has one URL. */
  write(state: T): Record<string, string>;
}

export const searchText = <T>(codec: SearchCodec<T>, state: T): string => {
  const text = new URLSearchParams(codec.write(state)).toString();
  return text && `?${text}`;
};

/** The state of the page as its URL has it, and a setter. What is typed replaces the entry of the history; `push` makes a new one. */
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
