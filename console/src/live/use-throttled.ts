import { useEffect, useRef, useState } from 'react';

/** Returns the value, updated at most once in this many milliseconds. The last value always arrives. */
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
