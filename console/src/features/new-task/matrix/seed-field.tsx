import { Field as Base } from '@base-ui/react/field';
import fieldStyles from '../../../components/field/field.module.css';
import { Field } from '../../../components/field/field.tsx';
import { Icon } from '../../../components/icon/icon.tsx';
import { useWords } from '../../../words/words-context.tsx';
import { randomSeed } from './variables.ts';

interface Props {
  value: string;
  error: string | undefined;
  onValue(seed: string): void;
}

/** The seed of the pictures: typed, chosen at random, or left to the server. */
export function SeedField({ value, error, onValue }: Props) {
  const { new_task: w } = useWords();
  return (
    <Field label={w.seed} hint={w.seed_hint} error={error}>
      <div className={fieldStyles.group}>
        <Base.Control
          className={fieldStyles.control}
          inputMode="numeric"
          autoComplete="off"
          placeholder={w.seed_free}
          value={value}
          onValueChange={onValue}
        />
        <button
          type="button"
          className={fieldStyles.reveal}
          aria-label={w.throw_seed}
          onClick={() => onValue(randomSeed())}
        >
          <Icon name="retry" />
        </button>
      </div>
    </Field>
  );
}
