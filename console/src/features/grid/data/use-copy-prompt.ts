import { copyText } from '../../../components/copy/copy-text.ts';
import { notify } from '../../../components/toast/toast.tsx';
import { useWords } from '../../../words/words-context.tsx';

/** Copies a prompt and shows a message. */
export function useCopyPrompt(): (prompt: string) => void {
  const { grid: w } = useWords();
  return (prompt) => void copyText(prompt).then((copied) => copied && notify(w.prompt_copied));
}
