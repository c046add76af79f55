import { KeptOnce } from '../../components/copy/kept-once.tsx';
import { useWebhookWords } from './use-webhook-words.ts';

/** Shows the secret of a webhook, only this once. */
export function ShownSecret({ secret }: { secret: string }) {
  const w = useWebhookWords();
  return <KeptOnce text={w.secret_text} label={w.secret} value={secret} />;
}
