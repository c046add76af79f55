import { Field as Base } from '@base-ui/react/field';
import { Button } from '../../../components/button/button.tsx';
import fieldStyles from '../../../components/field/field.module.css';
import { Field } from '../../../components/field/field.tsx';
import { Icon } from '../../../components/icon/icon.tsx';
import { useWords } from '../../../words/words-context.tsx';
import { faultAt } from '../faults.ts';
import styles from '../new-task.module.css';
import type { Editing } from '../use-draft.ts';
import { randomSeed } from './variables.ts';

/** The seed of the pictures: typed, chosen at random, or left to the server. A copy says that it keeps the seed of its original. */
export function SeedField({ editing: { draft, faults, original, setValue } }: { editing: Editing }) {
  const { new_task: w } = useWords();
  const value = String(draft.values.seed ?? '');
  const error = faultAt(faults, 'params.seed');
  const kept = (original?.params as { seed?: number } | undefined)?.seed;
  const onValue = (next: string) => setValue('seed', next);
  const control = (
    <Base.Control
      className={fieldStyles.control}
      inputMode="numeric"
      autoComplete="off"
      placeholder={w.seed_free}
      value={value}
      onValueChange={onValue}
    />
  );
  const renew = () => onValue(randomSeed());
  if (kept !== undefined)
    return (
      <Field label={w.seed} hint={value === String(kept) ? w.seed_original : w.seed_hint} error={error}>
        <div className={styles.named}>
          {control}
          <Button onClick={renew}>{w.new_seed}</Button>
        </div>
      </Field>
    );
  return (
    <Field label={w.seed} hint={w.seed_hint} error={error}>
      <div className={fieldStyles.group}>
        {control}
        <button type="button" className={fieldStyles.reveal} aria-label={w.throw_seed} onClick={renew}>
          <Icon name="retry" />
        </button>
      </div>
    </Field>
  );
}
