import type { TaskDetail } from '@client';
import { useEffect, useMemo, useRef } from 'react';
import { useLocation } from 'wouter';
import { isGone } from '../../api/is-gone.ts';
import { announce } from '../../components/announce/announcements.ts';
import { Badge, StatusBadge } from '../../components/badge/badge.tsx';
import { Page } from '../../components/page/page.tsx';
import { Unshown } from '../../components/page/unshown.tsx';
import { Progress } from '../../components/progress/progress.tsx';
import { focusPageIfLost } from '../../components/reorder/focus-after.ts';
import { Loading } from '../../components/states/states.tsx';
import { Tabs } from '../../components/tabs/tabs.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { useLiveTask, useShownStatus } from '../../live/use-live.ts';
import { late } from '../../router/late.tsx';
import { searchText, useSearchState } from '../../router/use-search.ts';
import { useWords, WordsOfType } from '../../words/words-context.tsx';
import { useTypeTitle } from '../tasks/use-task-types.ts';
import { ItemsTab } from './items-tab.tsx';
import { ParamsTab } from './params-tab.tsx';
import { RunsAlone } from './runs-alone.tsx';
import { StatusSaid } from './status-said.tsx';
import { TaskActions } from './task-actions.tsx';
import { TaskLine } from './task-line.tsx';
import { TaskMenu } from './task-menu.tsx';
import { taskSearch } from './task-search.ts';
import { isSingle, type TaskTab, tabsOf } from './task-tabs.ts';
import { useTask } from './use-task.ts';
import { WhyWaiting } from './why-waiting.tsx';

const GridTab = late(() => import('../grid/grid-tab.tsx').then((module) => module.GridTab));
const LogTab = late(() => import('./log/log-tab.tsx').then((module) => module.LogTab));

export default function TaskPage({ params }: { params: Record<string, string> }) {
  const { task: w, shell } = useWords();
  const { data, error, refetch } = useTask(params.id ?? '');
  const deleted = data !== undefined && isGone(error);
  useEffect(() => {
    if (!deleted) return;
    announce(w.not_found_title);
    focusPageIfLost();
  }, [deleted, w]);
  if (data && !deleted)
    return (
      <WordsOfType type={data.type}>
        <Shown task={data} />
      </WordsOfType>
    );
  return (
    <Unshown
      up={{ to: '/tasks', label: shell.tasks }}
      title={w.one}
      error={error}
      onRetry={refetch}
      gone={{ title: w.not_found_title, text: w.not_found_text }}
    />
  );
}

/** The page of a task: its name and progress stay visible above the tabs with its parts. */
function Shown({ task: loaded }: { task: TaskDetail }) {
  const task = useLiveTask(loaded);
  const { task: w, shell } = useWords();
  const titleOf = useTypeTitle();
  const { total_items, failed_items, finished_at } = task;
  const status = useShownStatus(task);
  // The status of a task of one item that has ended says all that a bar could.
  const hasBar = isSingle(task) ? finished_at === null : status !== 'completed' || failed_items > 0;
  // It stays at the end: what is below would jump.
  const kept = useRef(false);
  kept.current ||= hasBar;
  const title = task.name || titleOf(task.type);
  return (
    <Page
      wide
      up={{ to: '/tasks', label: shell.tasks }}
      title={title}
      beside={
        <>
          <StatusBadge status={status} failures={failed_items} />
          {task.shared && <Badge>{w.shared}</Badge>}
        </>
      }
      text={<TaskLine task={task} />}
      actions={<TaskActions task={task} />}
      menu={<TaskMenu task={task} />}
    >
      {kept.current && (
        <Progress
          value={task.progress}
          label={w.progress}
          status={status}
          failed={failed_items / total_items}
        />
      )}
      <RunsAlone what="task" shown={task.runs_alone} />
      <WhyWaiting task={task} />
      <StatusSaid name={title} status={status} failed={failed_items} ended={finished_at} />
      <Parts task={task} />
    </Page>
  );
}

function Parts({ task }: { task: TaskDetail }) {
  const { task: w } = useWords();
  const formats = useFormats();
  const [path, navigate] = useLocation();
  const { params, total_items } = task;
  const tabs = useMemo(() => tabsOf({ params, total_items }), [params, total_items]);
  const codec = useMemo(() => taskSearch(tabs), [tabs]);
  const [{ tab }] = useSearchState(codec);
  const soon = <Loading lines={6} />;
  const parts: Record<TaskTab, { label: string; count?: string; content: React.ReactNode }> = {
    grid: { label: w.tab_grid, content: <GridTab soon={soon} task={task} /> },
    items: {
      label: isSingle(task) ? w.result : w.items,
      ...(!isSingle(task) && { count: formats.number(total_items) }),
      content: <ItemsTab task={task} />,
    },
    params: { label: w.params, content: <ParamsTab task={task} /> },
    log: { label: w.tab_log, content: <LogTab soon={soon} task={task} /> },
  };
  return (
    <Tabs
      label={w.tabs}
      value={tab}
      onValue={(value) =>
        navigate(path + searchText(codec, { tab: value as TaskTab, status: '', page: 1, item: null }))
      }
      tabs={tabs.map((value) => ({ value, ...parts[value] }))}
    />
  );
}
