import { useState } from 'react';
import { Button } from '../../../components/button/button.tsx';
import { TextField } from '../../../components/field/text-field.tsx';
import { FormDialog } from '../../../components/form/form-dialog.tsx';
import { knownFaults } from '../../../components/form/known-faults.ts';
import { useForm } from '../../../components/form/use-form.ts';
import { Menu, MenuItem, MenuRemark, MenuSeparator } from '../../../components/menu/menu.tsx';
import { notify } from '../../../components/toast/toast.tsx';
import { useWords } from '../../../words/words-context.tsx';
import styles from '../tasks.module.css';
import { isFiltered, type TaskSearch } from '../tasks-search.ts';
import { useDescribe } from '../use-describe.ts';
import { type SavedView, useSavedViews } from './saved-views.ts';

interface Props {
  search: TaskSearch;
  onSearch(search: TaskSearch): void;
}

/** Opens, saves and deletes named views of the list. */
export function ViewsMenu({ search, onSearch }: Props) {
  const { tasks: w, components } = useWords();
  const { views, save, remove } = useSavedViews();
  const [naming, setNaming] = useState(false);
  const same = (other: TaskSearch) => JSON.stringify(other) === JSON.stringify(search);
  const current = views.find((view) => same(view.search));
  /** The list as it is without a choice: nothing to save. */
  const plain = !isFiltered(search) && search.order === '';
  const forget = (view: SavedView) => {
    remove(view.name);
    notify(w.view_deleted(view.name), { action: { label: w.undo, run: () => void save(view) } });
  };
  return (
    <>
      <Menu
        trigger={
          <Button icon="star" className={styles.view}>
            {current && <span className="visually-hidden">{components.label(w.views)}</span>}
            <span>{current?.name ?? w.views}</span>
          </Button>
        }
      >
        {views.map((view) => (
          <MenuItem key={view.name} current={view === current} onClick={() => onSearch(view.search)}>
            {view.name}
          </MenuItem>
        ))}
        {views.length > 0 && <MenuSeparator />}
        {current ? (
          <MenuItem icon="trash" danger onClick={() => forget(current)}>
            {w.delete_view(current.name)}
          </MenuItem>
        ) : (
          <MenuRemark text={plain ? w.view_hint : null}>
            <MenuItem icon="plus" disabled={plain} onClick={() => setNaming(true)}>
              {w.save_view}
            </MenuItem>
          </MenuRemark>
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

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function NameDialog({
  search,
  onClose,
  onName,
}: {
  search: TaskSearch;
  onClose(): void;
  onName(name: string): Promise<unknown>;
}) {
  const { tasks: w, sign_in } = useWords();
  const described = useDescribe(search);
  const form = useForm(
    { name: capitalised(described).slice(0, 60) },
    {
      send: ({ name }) => onName(name.trim()),
      onSent: () => {
        notify(w.view_saved(form.values.name.trim()));
        onClose();
      },
      missing: ({ name }) => knownFaults({ name: name.trim() === '' && sign_in.fill_in }),
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
