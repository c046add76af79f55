import type { TaskDetail } from '@client';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { may } from '../../api/permissions.ts';
import { IconButton } from '../../components/button/icon-button.tsx';
import { copyText } from '../../components/copy/copy-text.ts';
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../components/menu/menu.tsx';
import { useNarrow } from '../../components/page/use-narrow.ts';
import { notify } from '../../components/toast/toast.tsx';
import { late } from '../../router/late.tsx';
import { hasPage } from '../../router/routes.ts';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import { save } from '../grid/data/downloads.ts';
import { fits } from '../tasks/bulk/bulk-action.ts';
import { archiveOf, inSight } from './task-choices.ts';
import { useMayChange } from './use-may-change.ts';
import { useTaskActions } from './use-task-actions.ts';

const EditTask = late(() => import('./edit-task.tsx').then((module) => module.EditTask));

/** What else the account may do with the task. */
export function TaskMenu({ task }: { task: TaskDetail }) {
  const { task: w } = useWords();
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);
  const { remove } = useTaskActions(task.id);
  const close = () => setOpen(null);
  return (
    <>
      <Menu trigger={<IconButton framed icon="more" size="m" label={w.more_actions} />}>
        <Entries task={task} onOpen={setOpen} />
      </Menu>
      {open === 'edit' && <EditTask task={task} onClose={close} />}
      <ConfirmDialog
        open={open === 'delete'}
        onClose={close}
        onConfirm={() => remove.mutate()}
        title={w.delete_title(task.name)}
        text={fits.cancel(task) ? `${w.delete_text} ${w.delete_running}` : w.delete_text}
        action={w.delete_task}
        danger
        busy={remove.isPending}
      />
    </>
  );
}

function Entries({ task, onOpen }: { task: TaskDetail; onOpen(what: 'edit' | 'delete'): void }) {
  const { task: w } = useWords();
  const user = useUser();
  const [, navigate] = useLocation();
  const changes = useMayChange(task);
  const archive = archiveOf(task);
  const shown = inSight(task, useNarrow());
  return (
    <>
      {changes && (
        <MenuItem icon="edit" onClick={() => onOpen('edit')}>
          {w.edit}
        </MenuItem>
      )}
      {!shown.duplicate && may(user, 'write') && hasPage('/tasks/new') && (
        <MenuItem icon="plus" onClick={() => navigate(`/tasks/new?from=${task.id}`)}>
          {w.duplicate}
        </MenuItem>
      )}
      {!shown.download && archive && (
        <MenuItem icon="download" onClick={() => save(archive, '')}>
          {w.archive}
        </MenuItem>
      )}
      <MenuItem
        icon="link"
        onClick={() =>
          void copyText(location.href).then(
            (copied) => copied && notify(task.shared ? w.link_copied : w.link_copied_own),
          )
        }
      >
        {w.copy_link}
      </MenuItem>
      {changes && (
        <>
          <MenuSeparator />
          <MenuItem icon="trash" danger onClick={() => onOpen('delete')}>
            {w.delete}
          </MenuItem>
        </>
      )}
    </>
  );
}
