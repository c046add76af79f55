import { type KeyboardEvent, useState } from 'react';
import { isComposing } from '../keys/is-composing.ts';
import { readDay, readTime } from './read-when.ts';
import { TextField } from './text-field.tsx';

interface Props {
  label: string;
  /** The label is read out and not shown: for bars of filters. */
  compact?: boolean;
  placeholder?: string;
  /** In the form that is kept. */
  value: string;
  onValue(value: string): void;
}

interface ReadProps extends Props {
  /** What is typed, in the form that is kept; null where it cannot be read. */
  read(text: string): string | null;
  /** It may be empty. */
  optional?: boolean;
}

/**
 * A text with a form of its own, the same in every browser: the browser's own fields follow the language of the browser, not that of the
 * page. What is typed is taken once it has that form or once the field is left; what cannot be read gives way to what stood there.
 */
function ReadField({ read, optional = false, value, onValue, ...rest }: ReadProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const tell = (next: string | null) => next !== null && next !== value && onValue(next);
  const take = () => {
    if (typed !== null) tell(optional && typed.trim() === '' ? '' : read(typed));
    setTyped(null);
  };
  return (
    <TextField
      {...rest}
      inputMode="numeric"
      autoComplete="off"
      maxLength={20}
      value={typed ?? value}
      onValue={(text) => {
        setTyped(text);
        if (read(text) === text) tell(text);
      }}
      onBlur={take}
      onKeyDown={({ key, nativeEvent }: KeyboardEvent) =>
        key === 'Enter' && !isComposing(nativeEvent) && take()
      }
    />
  );
}

/** A time of day on a clock of 24 hours, as every time of the console is written. */
export const TimeField = (props: Props) => <ReadField {...props} read={readTime} />;

/** A day, the year first; it may be empty. */
export const DayField = (props: Props) => <ReadField {...props} read={readDay} optional />;
