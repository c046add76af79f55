import { Icon } from '../../components/icon/icon.tsx';
import { Keys } from '../../components/keys/keys.tsx';
import { useWords } from '../../words/words-context.tsx';
import { COMMAND } from '../palette/keyboard.ts';
import styles from './search-button.module.css';

export function SearchButton({ onClick }: { onClick(): void }) {
  const { shell: w } = useWords();
  return (
    <button type="button" className={styles.button} onClick={onClick}>
      <Icon name="search" />
      <span className={styles.words}>{w.search_hint}</span>
      <Keys keys={[COMMAND, 'K']} />
    </button>
  );
}
