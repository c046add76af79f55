import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useState } from 'react';
import fieldStyles from '../../../components/field/field.module.css';
import { TextField } from '../../../components/field/text-field.tsx';
import { halfWidth } from '../../../formats/half-width.ts';
import { useWords } from '../../../words/words-context.tsx';
import styles from './ratio-choice.module.css';
import { pixelsOf, RATIOS } from './ratios.ts';

const DRAWN_PX = 22;
const OTHER = 'other';

interface Props {
  value: string;
  error: string | undefined;
  onValue(ratio: string): void;
}

/** Chooses the ratio of the pictures from drawn shapes; other ratios can be typed. */
export function RatioChoice({ value, error, onValue }: Props) {
  const { new_task: w } = useWords();
  const [writes, setWrites] = useState(!RATIOS.includes(value));
  return (
    <div className={fieldStyles.field}>
      <span className={fieldStyles.label} aria-hidden="true">
        {w.ratio}
      </span>
      <RadioGroup
        aria-label={w.ratio}
        className={styles.group}
        value={writes ? OTHER : value}
        onValueChange={(next) => {
          setWrites(next === OTHER);
          if (next !== OTHER) onValue(String(next));
        }}
      >
        {RATIOS.map((ratio) => (
          <Radio.Root key={ratio} value={ratio} className={styles.option} aria-label={ratio}>
            <span className={styles.shape} style={pixelsOf(ratio, DRAWN_PX, 1) ?? {}} />
            {ratio}
          </Radio.Root>
        ))}
        <Radio.Root value={OTHER} className={styles.option} aria-label={w.other}>
          <span className={styles.shape} data-other />
          {w.other}
        </Radio.Root>
      </RadioGroup>
      {writes && (
        <TextField
          label={w.other_ratio}
          hint={w.ratio_hint}
          error={error}
          value={value}
          onValue={(text) => onValue(halfWidth(text))}
        />
      )}
      {!writes && error && (
        <p className={fieldStyles.error} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
