import { Field as Base } from '@base-ui/react/field';
import { classes } from '../../../components/classes.ts';
import fieldStyles from '../../../components/field/field.module.css';
import { Field } from '../../../components/field/field.tsx';
import { hueClass, hueOf } from '../../../components/hue/hue.tsx';
import { useWords } from '../../../words/words-context.tsx';
import type { NamedList } from '../schema/values.ts';
import { BraceHint } from './brace-hint.tsx';
import styles from './prompt-field.module.css';
import { promptParts } from './prompt-parts.ts';

interface Props {
  prompt: string;
  variables: readonly NamedList[];
  error: string | undefined;
  onPrompt(prompt: string): void;
}

/** A text field above a copy of its text that highlights placeholders, because text fields cannot highlight parts of their text. */
export function PromptField({ prompt, variables, error, onPrompt }: Props) {
  const { new_task: w } = useWords();
  const placeOf = (name: string) => variables.findIndex((one) => one.name === name);
  return (
    <Field
      label={w.prompt}
      hint={w.prompt_hint}
      error={error}
      below={error === undefined && <BraceHint prompt={prompt} onPrompt={onPrompt} />}
    >
      <div className={styles.box}>
        <div className={styles.paint} aria-hidden="true">
          {promptParts(prompt).map(({ text, name }, at) =>
            name === null ? (
              text
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the text
              <span key={at} className={hueClass(styles.placeholder)} {...hueOf(placeOf(name))}>
                {text}
              </span>
            ),
          )}
          {'\n'}
        </div>
        <Base.Control
          className={classes(fieldStyles.control, styles.text)}
          render={<textarea rows={3} />}
          required
          placeholder={w.prompt_example}
          value={prompt}
          onValueChange={onPrompt}
        />
      </div>
    </Field>
  );
}
