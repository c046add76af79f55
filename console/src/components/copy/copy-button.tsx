import { useEffect, useState } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { Button } from '../button/button.tsx';
import { copyText } from './copy-text.ts';

const SHOWN_MS = 2_000;

export function CopyButton({ text, label }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  const { components: w } = useWords();
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button icon={copied ? 'check' : 'copy'} onClick={() => void copyText(text).then(setCopied)}>
      <span aria-live="polite">{copied ? w.copied : (label ?? w.copy)}</span>
    </Button>
  );
}
