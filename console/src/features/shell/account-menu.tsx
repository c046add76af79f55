import { useLocation } from 'wouter';
import { Icon } from '../../components/icon/icon.tsx';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../../components/menu/menu.tsx';
import { preferences } from '../../preferences/preferences.ts';
import { useLookChoices } from '../../preferences/use-look-choices.ts';
import { usePreferences } from '../../preferences/use-preferences.ts';
import { session } from '../../session/session.ts';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import { hasKeyboard } from '../palette/keyboard.ts';
import styles from './account-menu.module.css';

export function AccountMenu({ onShortcuts }: { onShortcuts(): void }) {
  const { shell: w } = useWords();
  const user = useUser();
  const { theme, language } = usePreferences();
  const [, navigate] = useLocation();
  const name = user.fullname || user.email;
  const trigger = (
    <button type="button" className={styles.trigger}>
      <span className={styles.picture} aria-hidden="true">
        {[...name][0]?.toUpperCase()}
      </span>
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        {user.fullname && <span className={styles.email}>{user.email}</span>}
      </span>
      <Icon name="up_down" size={14} />
    </button>
  );
  const { themes, languages } = useLookChoices();
  return (
    <Menu trigger={trigger} align="start">
      <MenuItem icon="user" onClick={() => navigate('/account')}>
        {w.account}
      </MenuItem>
      {hasKeyboard() && (
        <MenuItem icon="keyboard" onClick={onShortcuts}>
          {w.shortcuts}
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuChoice
        label={w.theme}
        value={theme}
        options={themes}
        onValue={(next) => preferences.choose({ theme: next })}
      />
      <MenuChoice
        label={w.language}
        value={language}
        options={languages}
        onValue={(next) => preferences.choose({ language: next })}
      />
      <MenuSeparator />
      <MenuItem icon="sign_out" onClick={() => void session.signOut()}>
        {w.sign_out}
      </MenuItem>
    </Menu>
  );
}
