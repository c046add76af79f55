import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useWords } from '../../words/words-context.tsx';
import { Sessions } from '../account/sessions.tsx';

/** The sessions of another account. */
export function UserSessions({ user_id: id }: { user_id: string }) {
  const { users: w } = useWords();
  return (
    <Sessions
      of={keys.userSessions(id)}
      list={(options) => api.listSessions({ id, page_size: 100 }, options)}
      end={(session_id) => api.endSession({ id, session_id })}
      endAll={() => api.endSessions({ id })}
      words={{ action: w.end_all, title: w.end_all_title, text: w.end_all_text, done: w.all_ended }}
    />
  );
}
