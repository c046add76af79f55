import type { ComponentType, ReactNode } from 'react';
import { LateCode, useLateCode } from './late-code.ts';

/** A component whose code is loaded when it is first shown. Until then, `soon` stands for it. */
export function late<P extends object>(
  load: () => Promise<ComponentType<P>>,
): ComponentType<P & { soon?: ReactNode }> {
  const code = new LateCode(load);
  return function Late({ soon, ...props }) {
    const Shown = useLateCode(code);
    const own = props as unknown as P; // the compiler does not know that `soon` is all that P & { soon } has besides P
    return Shown ? <Shown {...own} /> : soon;
  };
}
