import { Link } from 'wouter';
import { useTypeTitle } from '../tasks/use-task-types.ts';
import { useAuditWords } from './use-audit-words.ts';
import type { Names } from './use-names.ts';

/** Kinds of objects that have their own page. */
const PAGES: Readonly<Record<string, string>> = {
  user: '/users',
  task: '/tasks',
  schedule: '/schedules',
  webhook: '/webhooks',
};

/** Number of characters of an id that are shown for objects without a name. */
const SHOWN = 6;

interface Props {
  type: string;
  id: string;
  names: Names;
}

/** The name of an object, linked to its page unless it was deleted. */
export function NamedLink({ type, id, names }: Props) {
  const w = useAuditWords();
  const titleOf = useTypeTitle();
  if (type === 'task_type') return titleOf(id);
  const kinds: Readonly<Record<string, string | undefined>> = w.kinds;
  const kind = kinds[type] ?? '';
  const name = names.of(id);
  if (names.isGone(id))
    return name ? <span>{w.gone_named(name)}</span> : <span title={id}>{w.gone(kind)}</span>;
  const text = name ?? w.unnamed(kind, id.slice(-SHOWN));
  const page = PAGES[type];
  if (page) return <Link href={`${page}/${id}`}>{text}</Link>;
  // The id is shown only if there is no name.
  return <span title={name ? undefined : id}>{text}</span>;
}
