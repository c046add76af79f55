import { isGone } from '../../api/is-gone.ts';
import { useWords } from '../../words/words-context.tsx';
import { ButtonLink } from '../button/button-link.tsx';
import { Failed, Loading, State } from '../states/states.tsx';
import { Page, PageFrame } from './page.tsx';

interface Props {
  /** The list that the page belongs to. */
  up: { to: string; label: string };
  /** What it would show, in a word: "Schedule". */
  title: string;
  /** Null while it is loading. */
  error: unknown;
  onRetry(): unknown;
  /** Words for what does not exist. Default: those of a page that does not exist. */
  gone?: { title: string; text: string };
}

/** In place of the page of one thing: while it loads, where it could not be loaded, and where it does not exist. */
export function Unshown({ up, title, error, onRetry, gone }: Props) {
  const { shell: w } = useWords();
  if (!error)
    return (
      <PageFrame>
        <Loading />
      </PageFrame>
    );
  if (!isGone(error))
    return (
      <Page up={up} title={title}>
        <Failed error={error} onRetry={() => void onRetry()} />
      </Page>
    );
  return (
    <Page up={up} title={gone?.title ?? w.not_found_title}>
      <State icon="search" text={gone?.text ?? w.not_found_text}>
        <ButtonLink to={up.to}>{up.label}</ButtonLink>
      </State>
    </Page>
  );
}
