import { TextField } from '../../components/field/text-field.tsx';
import type { BoundField } from '../../components/form/use-form.ts';
import { useWords } from '../../words/words-context.tsx';

interface Props {
  fullname: BoundField;
  email: BoundField;
  /** The fields are about the person at the keyboard, whose browser may fill them in. */
  own?: boolean;
}

/** Name and e-mail of a person. */
export function PersonFields({ fullname, email, own = false }: Props) {
  const { users: w } = useWords();
  return (
    <>
      <TextField
        label={w.name}
        name={own ? 'name' : 'fullname'}
        autoComplete={own ? 'name' : 'off'}
        hint={w.name_hint}
        {...fullname}
      />
      <TextField
        label={w.email}
        type="email"
        name="email"
        autoComplete={own ? 'email' : 'off'}
        required
        hint={own && w.email_hint}
        {...email}
      />
    </>
  );
}
