import type { Words } from '../../words/words-context.tsx';
import { knownFaults } from './known-faults.ts';

/** The server decides which e-mails it accepts; this is what every one of them has. */
const HAS_FORM = /^[^@]+(@[^@]*)*@[^@\s]+$/;

/** What is wrong with the e-mail of a form, as far as the browser can tell: it would say it in a language of its own. */
export const missingEmail = ({ email }: { email: string }, { sign_in: w }: Pick<Words, 'sign_in'>) =>
  knownFaults({ email: email.trim() === '' ? w.fill_in : !HAS_FORM.test(email.trim()) && w.not_email });
