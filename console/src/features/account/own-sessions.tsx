import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { Sessions } from './sessions.tsx';
import { useAccountWords } from './use-account-words.ts';

/** The sessions of the signed-in account. */
export function OwnSessions() {
  const w = useAccountWords();
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
