import { useState } from 'react';
import { useHold } from '../../router/use-hold.ts';
import { useWords } from '../../words/words-context.tsx';
import { Notice } from '../notice/notice.tsx';
import { ShownOnce, type ShownOnceProps } from './shown-once.tsx';

/** A secret that stands in its page. Until it was copied, what leaves the page says so; the same again leaves it. */
export function KeptOnce({ value, ...shown }: Omit<ShownOnceProps, 'onCopied' | 'still'>) {
  const { components: w } = useWords();
  const [copied, setCopied] = useState<string>();
  const [refused, setRefused] = useState<string>();
  useHold(copied !== value, () => {
    setRefused(value);
    return refused !== value;
  });
  return (
    <>
      <ShownOnce {...shown} value={value} onCopied={() => setCopied(value)} />
      {refused === value && copied !== value && <Notice tone="bad">{w.not_copied_leave}</Notice>}
    </>
  );
}
