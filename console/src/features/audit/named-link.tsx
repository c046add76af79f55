import { Link } from 'wouter';
import { useWords } from '../../words/words-context.tsx';
import { useTypeTitle } from '../tasks/use-task-types.ts';
import type { Names } from './use-names.ts';

/** Where things have a page of their own. */
const PAGES: Readonly<Record<string, string>> = {
  user: '/users',
  task: '/tasks',
  schedule: '/schedules',
  webhook: '/webhooks',
};

/** Of an id, where nothing else is known. */
const SHOWN = 6;

interface Props {
  type: string;
  id: string;
  names: Names;
}

/** A thing by its name, with the way to its page; one that was deleted has none. */
export function NamedLink({ type, id, names }: Props) {
  const { audit: w } = useWords();
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
  // Its id is told only where it has no name.
  return <span title={name ? undefined : id}>{text}</span>;
}
