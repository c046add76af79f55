import { type RefCallback, useCallback, useState } from 'react';

/** The height of an element in pixels; 0 while it does not exist. */
export function useHeight(): [height: number, ref: RefCallback<HTMLElement>] {
  const [height, setHeight] = useState(0);
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return;
    const observer = new ResizeObserver(() => setHeight(element.offsetHeight));
    observer.observe(element);
    return () => {
      observer.disconnect();
      setHeight(0);
    };
  }, []);
  return [height, ref];
}
