import { type FormEvent, useState } from 'react';
import { Button } from '../../../components/button/button.tsx';
import { Dialog } from '../../../components/dialog/dialog.tsx';
import { TextField } from '../../../components/field/text-field.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../components/menu/menu.tsx';
import { useWords } from '../../../words/words-context.tsx';
import { isFiltered, type TaskSearch } from '../tasks-search.ts';
import { useDescribe } from '../use-describe.ts';
import { useSavedViews } from './saved-views.ts';

interface Props {
  search: TaskSearch;
  onSearch(search: TaskSearch): void;
}

/** Searches under names: go to one, keep this one, forget one. */
export function ViewsMenu({ search, onSearch }: Props) {
  const { tasks: w } = useWords();
  const { views, save, remove } = useSavedViews();
  const [naming, setNaming] = useState(false);
  const same = (other: TaskSearch) => JSON.stringify(other) === JSON.stringify(search);
  const current = views.find((view) => same(view.search));
  return (
    <>
      <Menu trigger={<Button icon="star">{current?.name ?? w.views}</Button>}>
        {views.length === 0 && (
          <MenuItem disabled onClick={() => undefined}>
            {w.no_views}
          </MenuItem>
        )}
        {views.map((view) => (
          <MenuItem
            key={view.name}
            {...(view === current && { icon: 'check' as const })}
            onClick={() => onSearch(view.search)}
          >
            {view.name}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem icon="plus" disabled={!isFiltered(search)} onClick={() => setNaming(true)}>
          {w.save_view}
        </MenuItem>
        {current && (
          <MenuItem icon="trash" danger onClick={() => remove(current.name)}>
            {w.delete_view(current.name)}
          </MenuItem>
        )}
      </Menu>
      {naming && (
        <NameDialog
          search={search}
          onClose={() => setNaming(false)}
          onName={(name) => save({ name, search })}
        />
      )}
    </>
  );
}

function NameDialog({
  search,
  onClose,
  onName,
}: {
  search: TaskSearch;
  onClose(): void;
  onName(name: string): void;
}) {
  const { tasks: w, components } = useWords();
  const describe = useDescribe();
  const [name, setName] = useState(() => describe(search).slice(0, 60));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    onName(name.trim());
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={w.save_view_title}
      text={w.save_view_text}
      footer={
        <>
          <Button onClick={onClose}>{components.cancel}</Button>
          <Button look="primary" type="submit" form="view">
            {w.save}
          </Button>
        </>
      }
    >
      <form id="view" onSubmit={submit}>
        <TextField label={w.view_name} value={name} onValue={setName} maxLength={60} required />
      </form>
    </Dialog>
  );
}
