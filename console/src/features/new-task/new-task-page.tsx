import type { TaskDetail, TaskType } from '@client';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { Notice } from '../../components/notice/notice.tsx';
import { Page } from '../../components/page/page.tsx';
import { Failed, Loading } from '../../components/states/states.tsx';
import { type SearchCodec, useSearchState } from '../../router/use-search.ts';
import { useUser } from '../../session/use-session.ts';
import { useLanguage, useWords, WordsOfType } from '../../words/words-context.tsx';
import { useTaskTypes } from '../tasks/use-task-types.ts';
import { keptDrafts } from './kept-drafts.ts';
import styles from './new-task.module.css';
import { NewTaskForm } from './new-task-form.tsx';
import { PausedType } from './paused-type.tsx';
import { TypeChoice } from './type-choice.tsx';

interface Search {
  type: string;
  /** The task to start from. */
  from: string;
}

const codec: SearchCodec<Search> = {
  read: (params) => ({ type: params.get('type') ?? '', from: params.get('from') ?? '' }),
  write: (search) => Object.fromEntries(Object.entries(search).filter(([, value]) => value !== '')),
};

export default function NewTaskPage() {
  const { new_task: w } = useWords();
  const [{ type, from }, setSearch] = useSearchState(codec);
  const types = useTaskTypes();
  const { id } = useUser();
  // The form stays while its draft changes.
  const [last] = useState(() => keptDrafts.lastType(id));
  const source = useQuery({
    queryKey: keys.task(from),
    queryFn: from ? ({ signal }) => api.getTask({ id: from }, { signal }) : skipToken,
  });
  if (types.error) return <Failed error={types.error} onRetry={() => void types.refetch()} />;
  if (!types.data || (from && source.isPending)) return <Loading lines={6} />;
  const wanted = type || source.data?.type;
  const chosen = types.data.find((one) => one.type === (wanted || last)) ?? types.data[0];
  if (!chosen) return null;
  return (
    <Filled
      types={types.data}
      type={chosen}
      from={from ? (source.data ?? null) : null}
      fault={source.error ? w.no_source : wanted && wanted !== chosen.type ? w.no_type(wanted) : null}
      onType={(next) => setSearch({ type: next, from: '' })}
    />
  );
}

interface FilledProps {
  types: readonly TaskType[];
  type: TaskType;
  from: TaskDetail | null;
  fault: string | null;
  onType(type: string): void;
}

function Filled({ types, type, from, fault, onType }: FilledProps) {
  const { new_task: w, tasks } = useWords();
  const language = useLanguage();
  return (
    <Page
      up={{ to: '/tasks', label: tasks.title }}
      title={w.title}
      text={from && w.from(from.name || type.title[language])}
    >
      {fault && <Notice tone="warn">{fault}</Notice>}
      {(types.length > 1 || type.description) && (
        <div className={styles.types}>
          {types.length > 1 && <TypeChoice labelled types={types} value={type.type} onValue={onType} />}
          {type.description && <p className={styles.typeText}>{type.description[language]}</p>}
        </div>
      )}
      <PausedType type={type} />
      <WordsOfType type={type.type}>
        <NewTaskForm key={`${type.type} ${from?.id ?? ''}`} type={type} from={from} />
      </WordsOfType>
    </Page>
  );
}
