import type { TaskDetail } from '@client';
import { lazy, Suspense, useState } from 'react';
import { useLocation } from 'wouter';
import { may } from '../../api/permissions.ts';
import { Button } from '../../components/button/button.tsx';
import { IconButton } from '../../components/button/icon-button.tsx';
import { copyText } from '../../components/copy/copy-text.ts';
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../components/menu/menu.tsx';
import { notify } from '../../components/toast/toast.tsx';
import { hasPage } from '../../router/routes.ts';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import { fits } from '../tasks/bulk/bulk-action.ts';
import { DuplicateLink } from './duplicate-link.tsx';
import { RetryFailed } from './retry-failed.tsx';
import { isMatrix } from './task-tabs.ts';
import { useMayChange } from './use-may-change.ts';
import { useTaskActions } from './use-task-actions.ts';

const EditTask = lazy(() => import('./edit-task.tsx').then((module) => ({ default: module.EditTask })));

/** What the account may do with the task in the state it is in. */
export function TaskActions({ task }: { task: TaskDetail }) {
  const { task: w } = useWords();
  const user = useUser();
  const [, navigate] = useLocation();
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);
  const { cancel, remove } = useTaskActions(task.id);
  const changes = useMayChange(task);
  const archive = archiveOf(task);
  // What most readers want next of a task that has ended stands in sight, and in the menu before that.
  const done = !fits.cancel(task);
  const close = () => setOpen(null);
  return (
    <>
      {changes && fits.cancel(task) && (
        <Button icon="stop" busy={cancel.isPending} onClick={() => cancel.mutate()}>
          {w.cancel}
        </Button>
      )}
      <RetryFailed task={task} />
      {done && archive && task.completed_items > 0 && !isMatrix(task) && (
        <Button icon="download" onClick={() => location.assign(archive)}>
          {w.download}
        </Button>
      )}
      {done && <DuplicateLink id={task.id} />}
      <Menu trigger={<IconButton icon="more" size="m" label={w.more_actions} />}>
        {changes && (
          <MenuItem icon="edit" onClick={() => setOpen('edit')}>
            {w.edit}
          </MenuItem>
        )}
        {!done && may(user, 'write') && hasPage('/tasks/new') && (
          <MenuItem icon="plus" onClick={() => navigate(`/tasks/new?from=${task.id}`)}>
            {w.duplicate}
          </MenuItem>
        )}
        {(!done || isMatrix(task)) && archive && (
          <MenuItem icon="download" onClick={() => location.assign(archive)}>
            {w.archive}
          </MenuItem>
        )}
        <MenuItem
          icon="link"
          onClick={() => void copyText(location.href).then((copied) => copied && notify(w.link_copied))}
        >
          {w.copy_link}
        </MenuItem>
        {changes && (
          <>
            <MenuSeparator />
            <MenuItem icon="trash" danger onClick={() => setOpen('delete')}>
              {w.delete}
            </MenuItem>
          </>
        )}
      </Menu>
      <Suspense>{open === 'edit' && <EditTask task={task} onClose={close} />}</Suspense>
      <ConfirmDialog
        open={open === 'delete'}
        onClose={close}
        onConfirm={() => remove.mutate()}
        title={w.delete_title(task.name)}
        text={w.delete_text}
        action={w.delete_task}
        danger
        busy={remove.isPending}
      />
    </>
  );
}

/** A signed link to all of the task's files, from servers that make one. */
const archiveOf = (task: TaskDetail): string | null =>
  'archive_url' in task && typeof task.archive_url === 'string' ? task.archive_url : null;
