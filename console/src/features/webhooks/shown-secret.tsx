import { ShownOnce } from '../../components/copy/shown-once.tsx';
import { useWords } from '../../words/words-context.tsx';

/** Shows the secret of a webhook, only this once. */
export function ShownSecret({ secret }: { secret: string }) {
  const { webhooks: w } = useWords();
  return <ShownOnce text={w.secret_text} label={w.secret} value={secret} />;
}
