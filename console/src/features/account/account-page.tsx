import { Badge } from '../../components/badge/badge.tsx';
import { Page, Section } from '../../components/page/page.tsx';
import { Segmented } from '../../components/segmented/segmented.tsx';
import { Switch } from '../../components/switch/switch.tsx';
import { preferences } from '../../preferences/preferences.ts';
import { useLookChoices } from '../../preferences/use-look-choices.ts';
import { usePreferences } from '../../preferences/use-preferences.ts';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import { ChangePasswordForm } from '../sign-in/change-password-form.tsx';
import { useRoleName } from '../users/use-role-name.ts';
import styles from './account.module.css';
import { OwnQuotas } from './own-quotas.tsx';
import { OwnSessions } from './own-sessions.tsx';
import { ProfileForm } from './profile-form.tsx';
import { useAccountWords } from './use-account-words.ts';

export default function AccountPage() {
  const w = useAccountWords();
  const { roles } = useUser();
  const nameOf = useRoleName();
  return (
    <Page narrow title={w.title} beside={roles.map((role) => <Badge key={role}>{nameOf(role)}</Badge>)}>
      <Section title={w.profile}>
        <ProfileForm />
      </Section>
      <Section title={w.appearance} text={w.appearance_text}>
        <Appearance />
      </Section>
      <Section title={w.password} text={w.password_text}>
        <div className={styles.column}>
          <ChangePasswordForm />
        </div>
      </Section>
      <Section title={w.sessions} text={w.sessions_text}>
        <OwnSessions />
      </Section>
      <OwnQuotas />
    </Page>
  );
}

function Appearance() {
  const { shell: w } = useWords();
  const account = useAccountWords();
  const { theme, language, letters } = usePreferences();
  const { themes, languages } = useLookChoices();
  return (
    <div className={styles.choices}>
      <Segmented
        labelled
        label={w.theme}
        options={themes}
        value={theme}
        onValue={(next) => preferences.choose({ theme: next })}
      />
      <Segmented
        labelled
        label={w.language}
        options={languages}
        value={language}
        onValue={(next) => preferences.choose({ language: next })}
      />
      <Switch
        label={account.letters}
        hint={account.letters_hint}
        checked={letters}
        onChecked={(on) => preferences.choose({ letters: on })}
      />
    </div>
  );
}
