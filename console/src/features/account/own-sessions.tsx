import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useWords } from '../../words/words-context.tsx';
import { Sessions } from './sessions.tsx';

/** The sessions of the signed-in account. */
export function OwnSessions() {
  const { account: w } = useWords();
  return (
    <Sessions
      of={keys.ownSessions}
      list={(options) => api.listOwnSessions({ page_size: 100 }, options)}
      end={(id) => api.endOwnSession({ id })}
      endAll={() => api.endOtherSessions()}
      words={{
        action: w.end_others,
        title: w.end_others_title,
        text: w.end_others_text,
        done: w.others_ended,
      }}
    />
  );
}
