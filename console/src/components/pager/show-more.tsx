import { useRef } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { Button } from '../button/button.tsx';
import { focusAfter } from '../reorder/focus-after.ts';
import { focusable } from '../reorder/row-after.ts';
import { RestFailed } from '../states/rest-failed.tsx';

interface Props {
  /** There are rows that are not shown yet. */
  there: boolean;
  busy?: boolean;
  /** Why the last attempt to show more failed. */
  error?: Error | null;
  onMore(): unknown;
  className?: string | undefined;
}

/** Shows more rows of the table above it. The focus goes to the first of them: the button moves down, or goes away. */
export function ShowMore({ there, busy, error, onMore, className }: Props) {
  const { components: w } = useWords();
  const button = useRef<HTMLButtonElement>(null);
  if (!there) return null;
  const show = async () => {
    const page = button.current?.parentElement;
    const rows = () => [...(page?.querySelectorAll<HTMLElement>('tbody > tr') ?? [])];
    const before = rows().length;
    await onMore();
    focusAfter(() => focusable(rows()[before]));
  };
  return (
    <>
      {error && <RestFailed plain error={error} onRetry={onMore} />}
      <Button ref={button} className={className} busy={busy} onClick={() => void show()}>
        {w.more}
      </Button>
    </>
  );
}
