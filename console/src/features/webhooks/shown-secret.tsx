import { KeptOnce } from '../../components/copy/kept-once.tsx';
import { useWords } from '../../words/words-context.tsx';

/** Shows the secret of a webhook, only this once. */
export function ShownSecret({ secret }: { secret: string }) {
  const { webhooks: w } = useWords();
  return <KeptOnce text={w.secret_text} label={w.secret} value={secret} />;
}
