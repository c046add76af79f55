interface Props {
  role: 'rowheader' | 'columnheader';
  /** Of its column, from 1. */
  index: number;
  left?: number;
  children: string;
}

/** The name of a row or a column for screen readers. Labels for the eye span several of them, and stay in sight. */
export function Heading({ role, index, left, children }: Props) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles have it
    <div role={role} aria-colindex={index} className="visually-hidden" style={{ left }}>
      {children}
    </div>
  );
}
