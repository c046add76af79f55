import type { PasswordLink, User } from '@client';
import type { UseMutationResult } from '@tanstack/react-query';
import { ShownOnceDialog } from '../../components/copy/shown-once-dialog.tsx';
import { Failed, Loading } from '../../components/states/states.tsx';
import { useWords } from '../../words/words-context.tsx';

interface Props {
  user: User;
  /** Creates the password link of the new account. */
  link: UseMutationResult<PasswordLink, Error, string>;
  onClose(): void;
}

/** The last step of creating an account without a password: shows the link with which its owner sets one. */
export function NewUserLink({ user, link, onClose }: Props) {
  const { users: w } = useWords();
  return (
    <ShownOnceDialog
      title={w.link}
      text={w.link_send(user.fullname || user.email)}
      label={w.link}
      value={link.data?.url}
      close={w.done}
      onClose={onClose}
    >
      {link.error ? (
        <Failed error={link.error} onRetry={() => link.mutate(user.id)} />
      ) : (
        <Loading lines={2} />
      )}
    </ShownOnceDialog>
  );
}
