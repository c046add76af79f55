import { may } from '../../api/permissions.ts';
import { ButtonLink } from '../../components/button/button-link.tsx';
import { hasPage } from '../../router/routes.ts';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';

/** Leads to the form of a new task, filled with the values of this one. */
export function DuplicateLink({ id }: { id: string }) {
  const { task: w } = useWords();
  if (!may(useUser(), 'write') || !hasPage('/tasks/new')) return null;
  return (
    <ButtonLink to={`/tasks/new?from=${id}`} icon="plus">
      {w.duplicate}
    </ButtonLink>
  );
}
