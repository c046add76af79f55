import { Dialog } from '../../components/dialog/dialog.tsx';
import { Keys } from '../../components/keys/keys.tsx';
import { useWords } from '../../words/words-context.tsx';
import { COMMAND } from './keyboard.ts';
import styles from './shortcuts.module.css';
import { useMayOpen } from './use-may-open.ts';

export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose(): void }) {
  const { shell: w } = useWords();
  const mayOpen = useMayOpen();
  const groups = [
    {
      title: w.keys_general,
      keys: [
        [w.key_palette, [COMMAND, 'K']],
        ...(mayOpen('/tasks/new') ? [[w.key_new, ['n']] as const] : []),
        [w.key_go_tasks, ['g', 't']],
        ...(mayOpen('/users') ? [[w.key_go_users, ['g', 'u']] as const] : []),
        ...(mayOpen('/system') ? [[w.key_go_system, ['g', 's']] as const] : []),
        [w.key_go_account, ['g', 'a']],
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
        [w.key_escape, ['Esc']],
      ],
    },
  ] as const;
  return (
    <Dialog open={open} onClose={onClose} title={w.shortcuts} wide>
      <div className={styles.groups}>
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h3 className={styles.title}>{title}</h3>
            <dl>
              {keys.map(([words, pressed]) => (
                <div key={words} className={styles.row}>
                  <dt>{words}</dt>
                  <dd>
                    <Keys keys={pressed} />
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
