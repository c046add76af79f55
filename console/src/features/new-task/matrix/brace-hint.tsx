import { Status } from '../../../components/announce/status.tsx';
import { Button } from '../../../components/button/button.tsx';
import { useWords } from '../../../words/words-context.tsx';
import { useSettled } from '../preview/use-settled.ts';
import styles from './brace-hint.module.css';
import { braceTrouble, withPlainBraces } from './prompt-parts.ts';

/** A brace is unclosed while its name is typed, so the hint waits for a pause. */
const PAUSE_MS = 800;

/** Says which braces of the prompt make no variable; where one click corrects them, with a button. */
export function BraceHint({ prompt, onPrompt }: { prompt: string; onPrompt(prompt: string): void }) {
  const { new_task: w } = useWords();
  const trouble = braceTrouble(useSettled(prompt, PAUSE_MS));
  // A hint that was corrected goes at once.
  if (!trouble || !braceTrouble(prompt)) return null;
  const { kind } = trouble;
  return (
    <div className={styles.hint}>
      <Status>
        {kind === 'wide' ? w.wide_braces : kind === 'loose' ? w.loose_braces : w.no_name(trouble.name)}
      </Status>
      {kind === 'wide' && (
        <Button size="s" look="quiet" onClick={() => onPrompt(withPlainBraces(prompt))}>
          {w.narrow_braces}
        </Button>
      )}
    </div>
  );
}
