import { useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { Button } from '../../components/button/button.tsx';
import { ButtonRow } from '../../components/button/button-row.tsx';
import { KeptOnce } from '../../components/copy/kept-once.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import styles from './users.module.css';

/** Creates a link for setting a password, and shows it only once. */
export function PasswordLink({ user_id }: { user_id: string }) {
  const { users: w } = useWords();
  const formats = useFormats();
  const make = useMutation({ mutationFn: () => api.createPasswordLink({ id: user_id }) });
  return (
    <>
      {make.error && <Notice tone="bad">{faultOf(make.error).message}</Notice>}
      {make.data && (
        <div className={styles.form}>
          <KeptOnce text={w.link_ready} label={w.link} value={make.data.url} />
          <p className={styles.note}>{w.link_expires(formats.moment(make.data.expires_at))}</p>
        </div>
      )}
      <ButtonRow>
        <Button icon="link" busy={make.isPending} onClick={() => make.mutate()}>
          {w.link_make}
        </Button>
      </ButtonRow>
    </>
  );
}
