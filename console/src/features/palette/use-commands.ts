import { useLocation } from 'wouter';
import { may } from '../../api/permissions.ts';
import type { Status } from '../../components/badge/badge.tsx';
import type { IconName } from '../../components/icon/icon.tsx';
import { preferences } from '../../preferences/preferences.ts';
import { hasPage, routes } from '../../router/routes.ts';
import { session } from '../../session/session.ts';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';

export interface Entry {
  id: string;
  label: string;
  icon?: IconName;
  status?: Status;
  failures?: number;
  run(): void;
}

/** What can be done from anywhere. */
export function useCommands(): { pages: Entry[]; actions: Entry[] } {
  const words = useWords();
  const w = words.shell;
  const user = useUser();
  const [, navigate] = useLocation();
  const pages = routes.flatMap(({ path, nav, needs }): Entry[] =>
    nav && (!needs || may(user, needs))
      ? [{ id: path, label: nav.label(words), icon: nav.icon, run: () => navigate(path) }]
      : [],
  );
  const theme = (value: 'system' | 'light' | 'dark', name: string, icon: IconName): Entry => ({
    id: `theme ${value}`,
    label: w.choice(w.theme, name),
    icon,
    run: () => preferences.choose({ theme: value }),
  });
  return {
    pages,
    actions: [
      ...(may(user, 'write') && hasPage('/tasks/new')
        ? [{ id: 'new task', label: w.new_task, icon: 'plus' as const, run: () => navigate('/tasks/new') }]
        : []),
      theme('light', w.theme_light, 'sun'),
      theme('dark', w.theme_dark, 'moon'),
      theme('system', w.theme_system, 'monitor'),
      {
        id: 'en',
        label: w.choice(w.language, w.english),
        icon: 'globe',
        run: () => preferences.choose({ language: 'en' }),
      },
      {
        id: 'zh',
        label: w.choice(w.language, w.chinese),
        icon: 'globe',
        run: () => preferences.choose({ language: 'zh' }),
      },
      { id: 'sign out', label: w.sign_out, icon: 'sign_out', run: () => void session.signOut() },
    ],
  };
}
