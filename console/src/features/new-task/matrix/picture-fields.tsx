import fieldStyles from '../../../components/field/field.module.css';
import { TextField } from '../../../components/field/text-field.tsx';
import { Segmented } from '../../../components/segmented/segmented.tsx';
import { Select } from '../../../components/select/select.tsx';
import { halfWidth } from '../../../formats/half-width.ts';
import { saidFormat } from '../../../words/said-value.ts';
import { useWords } from '../../../words/words-context.tsx';
import { faultAt } from '../faults.ts';
import styles from '../new-task.module.css';
import { choicesOf, propertiesOf } from '../schema/json-schema.ts';
import type { NamedList } from '../schema/values.ts';
import type { Editing } from '../use-draft.ts';
import { RatioChoice } from './ratio-choice.tsx';
import { pixelsOf } from './ratios.ts';
import { SeedField } from './seed-field.tsx';

/** In place of the field of a param that a variable sets. */
function Varied({ name }: { name: string }) {
  const { new_task: w } = useWords();
  return (
    <div className={fieldStyles.field}>
      <span className={fieldStyles.label}>{name}</span>
      <p className={styles.varied}>{w.varied}</p>
    </div>
  );
}

/** Fields for the look of all pictures. For params that a variable sets, a note replaces the field. */
export function PictureFields({ editing, variables }: { editing: Editing; variables: readonly NamedList[] }) {
  const { new_task: w, image_styles } = useWords();
  const { draft, faults, type, setValue } = editing;
  const text = (name: string) => String(draft.values[name] ?? '');
  const varies = (name: string) => variables.some((one) => one.name === name);
  const choices = (name: string) =>
    choicesOf(propertiesOf(type).find((one) => one.name === name)?.schema ?? {}).map(String);
  const pixels = varies('ratio') ? null : pixelsOf(text('ratio'), Number(halfWidth(text('size'))));
  const fault = (name: string) => faultAt(faults, `params.${name}`);
  const named: Readonly<Record<string, string>> = image_styles;
  return (
    <>
      {varies('ratio') ? (
        <Varied name={w.ratio} />
      ) : (
        <RatioChoice
          value={text('ratio')}
          error={fault('ratio')}
          onValue={(next) => setValue('ratio', next)}
        />
      )}
      <div className={styles.pair}>
        <TextField
          label={w.size}
          inputMode="numeric"
          autoComplete="off"
          hint={pixels ? w.pixels(pixels.width, pixels.height) : w.size_hint}
          error={fault('size')}
          value={text('size')}
          onValue={(next) => setValue('size', next)}
        />
        {varies('style') ? (
          <Varied name={w.style} />
        ) : (
          <Select
            label={w.style}
            options={choices('style').map((value) => ({ value, label: named[value] ?? value }))}
            value={text('style')}
            onValue={(next) => setValue('style', next)}
          />
        )}
        {varies('seed') ? <Varied name={w.seed} /> : <SeedField editing={editing} />}
        <Segmented
          labelled
          label={w.format}
          options={choices('format').map((value) => ({ value, label: saidFormat(value) }))}
          value={text('format')}
          onValue={(next) => setValue('format', next)}
        />
        <TextField
          label={w.concurrency}
          inputMode="numeric"
          autoComplete="off"
          hint={w.concurrency_hint}
          error={fault('concurrency')}
          value={text('concurrency')}
          onValue={(next) => setValue('concurrency', next)}
        />
      </div>
    </>
  );
}
