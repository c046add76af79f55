import { type ReactNode, useEffect, useState } from 'react';

/** Long enough for screen readers to notice the region. */
const BEFORE_TEXT_MS = 100;

/** A live region that comes and goes with what it stands in. It appears before its text, as a region that appears together with its text is not read out. */
export function Status({ className, children }: { className?: string | undefined; children: ReactNode }) {
  const [noticed, setNoticed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setNoticed(true), BEFORE_TEXT_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <span role="status" className={className}>
      {/* Until then, it keeps its place and is only seen. */}
      {noticed ? children : <span aria-hidden="true">{children}</span>}
    </span>
  );
}
