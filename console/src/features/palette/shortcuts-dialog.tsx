import { Dialog } from '../../components/dialog/dialog.tsx';
import { Keys } from '../../components/keys/keys.tsx';
import { shortcuts as en } from '../../words/en/shortcuts.ts';
import type { Like } from '../../words/shape.ts';
import { useOwnWords, useWords } from '../../words/words-context.tsx';
import { shortcuts as zh } from '../../words/zh/shortcuts.ts';
import { COMMAND } from './keyboard.ts';
import styles from './shortcuts.module.css';
import { GO_TO } from './use-global-keys.ts';
import { useMayOpen } from './use-may-open.ts';

const WORDS = { en, zh };

const formKeys = (w: Like<typeof en>) =>
  ({
    title: w.keys_form,
    keys: [
      [w.key_submit, [COMMAND, '↵']],
      [w.key_add_value, ['↵']],
      [w.key_last_value, ['⌫']],
      [w.key_remove_value, ['Del']],
      [w.key_move_value, ['Alt', '←', '→']],
      [w.key_move_handle, ['↑', '↓']],
    ],
  }) as const;

/** Lists all keyboard shortcuts. */
export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose(): void }) {
  const { shell } = useWords();
  const w = useOwnWords(WORDS);
  const mayOpen = useMayOpen();
  const letters = Object.keys(GO_TO) as (keyof typeof GO_TO)[];
  const groups = [
    {
      title: w.keys_general,
      keys: [
        [w.key_palette, [COMMAND, 'K']],
        ...(mayOpen('/tasks/new') ? [[w.key_new, ['n']] as const] : []),
        ...letters.filter((key) => mayOpen(GO_TO[key])).map((key) => [w.key_go[key], ['g', key]] as const),
        [w.key_messages, ['F6']],
        [w.key_shortcuts, ['?']],
      ],
    },
    {
      title: w.keys_list,
      keys: [
        [w.key_search, ['/']],
        [w.key_move, ['j', 'k']],
        [w.key_select, ['x']],
        [w.key_select_range, ['⇧', 'x']],
        [w.key_open, ['↵']],
        [w.key_all, ['*']],
        [w.key_bar, ['b']],
        [w.key_escape, ['Esc']],
      ],
    },
    ...(mayOpen('/tasks/new') ? [formKeys(w)] : []),
    {
      title: w.keys_grid,
      keys: [
        [w.key_cells, ['←', '→', '↑', '↓']],
        [w.key_edges, ['Home', 'End']],
        [w.key_far, [COMMAND, '←', '→', '↑', '↓']],
        [w.key_five, ['PgUp', 'PgDn']],
        [w.key_large, ['↵']],
        [w.key_pick, [w.space]],
        [w.key_pick_more, ['⇧', '←', '→', '↑', '↓']],
        [w.key_pick_all, [COMMAND, 'A']],
        [w.key_bar, ['b']],
        [w.key_escape, ['Esc']],
        [w.key_retry, ['r']],
      ],
    },
    {
      title: w.keys_pictures,
      keys: [
        [w.key_neighbours, ['←', '→', '↑', '↓']],
        [w.key_zoom, ['+', '−']],
        [w.key_fit, ['0', '1']],
        [w.key_pan, ['←', '→', '↑', '↓']],
      ],
    },
  ] as const;
  return (
    <Dialog open={open} onClose={onClose} title={shell.shortcuts} wide>
      <div className={styles.groups}>
        {groups.map(({ title, keys }) => (
          <section key={title} className={styles.section}>
            <h3 className={styles.title}>{title}</h3>
            <dl>
              {keys.map(([words, pressed]) => (
                <div key={words} className={styles.row}>
                  <dt>{words}</dt>
                  <dd>
                    <Keys keys={pressed} between={pressed[0] === 'g' ? w.key_then : undefined} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
