import { useState } from 'react';
import { Button } from '../../../components/button/button.tsx';
import { TextField } from '../../../components/field/text-field.tsx';
import { FormDialog } from '../../../components/form/form-dialog.tsx';
import { useForm } from '../../../components/form/use-form.ts';
import { Menu, MenuItem, MenuSeparator } from '../../../components/menu/menu.tsx';
import { notify } from '../../../components/toast/toast.tsx';
import { useWords } from '../../../words/words-context.tsx';
import { isFiltered, type TaskSearch } from '../tasks-search.ts';
import { useDescribe } from '../use-describe.ts';
import { useSavedViews } from './saved-views.ts';

interface Props {
  search: TaskSearch;
  onSearch(search: TaskSearch): void;
}

/** Opens, saves and deletes named views of the list. */
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
  onName(name: string): Promise<unknown>;
}) {
  const { tasks: w } = useWords();
  const describe = useDescribe();
  const form = useForm(
    { name: describe(search).slice(0, 60) },
    {
      send: ({ name }) => onName(name.trim()),
      onSent: () => {
        notify(w.view_saved(form.values.name.trim()));
        onClose();
      },
      ready: ({ name }) => name.trim() !== '',
    },
  );
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={w.save_view_title}
      text={w.save_view_text}
      action={w.save}
    >
      <TextField
        label={w.view_name}
        maxLength={60}
        required
        // The suggested name is selected, so that typing replaces it.
        onFocus={(event) => event.target.select()}
        {...form.text('name')}
      />
    </FormDialog>
  );
}
