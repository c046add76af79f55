import { TextField } from '../../components/field/text-field.tsx';
import type { BoundField } from '../../components/form/use-form.ts';
import { useWords } from '../../words/words-context.tsx';

/** Asks whose account it is. Password managers know the field. */
export function EmailField(props: BoundField) {
  const { sign_in: w } = useWords();
  return (
    <TextField
      label={w.email}
      name="username"
      type="email"
      autoComplete="username"
      autoFocus
      required
      {...props}
    />
  );
}
