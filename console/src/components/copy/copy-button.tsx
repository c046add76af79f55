import { useEffect, useState } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { announce } from '../announce/announcements.ts';
import { Button } from '../button/button.tsx';
import { copyText } from './copy-text.ts';

const SHOWN_MS = 2_000;

interface Props {
  text: string;
  label?: string;
  /** Takes the focus when its dialog opens. */
  first?: boolean;
  onCopied?: (() => void) | undefined;
}

export function CopyButton({ text, label, first, onCopied }: Props) {
  const [copied, setCopied] = useState(false);
  const { components: w } = useWords();
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const told = (done: boolean) => {
    setCopied(done);
    if (!done) return;
    announce(w.copied);
    onCopied?.();
  };
  return (
    <Button
      icon={copied ? 'check' : 'copy'}
      data-first-focus={first}
      onClick={() => void copyText(text).then(told)}
    >
      {copied ? w.copied : (label ?? w.copy)}
    </Button>
  );
}
