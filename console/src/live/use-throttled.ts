import { useEffect, useRef, useState } from 'react';

/** The value, passed on at most once in so many milliseconds: the last one always arrives. */
export function useThrottled<T>(value: T, ms: number): T {
  const [passed, setPassed] = useState(value);
  const passed_at = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, passed_at.current + ms - performance.now());
    const timer = setTimeout(() => {
      passed_at.current = performance.now();
      setPassed(value);
    }, wait);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return passed;
}
