import type { User } from '@client';
import { FactLine } from '../../components/facts/fact-line.tsx';
import { useNow } from '../../formats/clock.ts';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import styles from './users.module.css';

/** The line under the name of an account: its e-mail, when it was created and last used. */
export function UserFacts({ user: { fullname, email, created_at, last_sign_in_at } }: { user: User }) {
  const { users: w } = useWords();
  const formats = useFormats();
  const now = useNow();
  return (
    <FactLine>
      {fullname && <span>{email}</span>}
      <span className={styles.fact}>{w.created_on(formats.day(created_at))}</span>
      <span className={styles.fact}>
        {last_sign_in_at ? w.last_signed_in(formats.ago(last_sign_in_at, now)) : w.never_signed_in}
      </span>
    </FactLine>
  );
}
