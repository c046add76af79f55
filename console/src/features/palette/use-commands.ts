import { useLocation } from 'wouter';
import { may } from '../../api/permissions.ts';
import { announce } from '../../components/announce/announcements.ts';
import type { Status } from '../../components/badge/badge.tsx';
import type { IconName } from '../../components/icon/icon.tsx';
import { preferences } from '../../preferences/preferences.ts';
import { hasPage, routes } from '../../router/routes.ts';
import { session } from '../../session/session.ts';
import { useUser } from '../../session/use-session.ts';
import { words as en } from '../../words/en/index.ts';
import { loadWords, useLanguage, useWords, type Words, wordsNow } from '../../words/words-context.tsx';
import { hasKeyboard } from './keyboard.ts';

export interface Entry {
  id: string;
  label: string;
  /** The English name, so that it can be found without an input method. */
  also?: string;
  /** Shown below the label: other text that matched. */
  more?: string | null;
  icon?: IconName;
  status?: Status;
  failures?: number;
  run(): void;
}

interface Means {
  /** Whether the reader may open the page. */
  mayOpen(path: string): boolean;
  navigate(path: string): void;
  openShortcuts(): void;
  /** The language of the page, which is not offered. */
  chosen: 'en' | 'zh';
}

const pagesIn = (words: Words, { mayOpen, navigate }: Means): Entry[] =>
  routes
    .flatMap(({ path, nav }) => (nav && mayOpen(path) ? [{ path, nav }] : []))
    .sort((one, other) => one.nav.order - other.nav.order)
    .map(({ path, nav }) => ({
      id: path,
      label: nav.label(words),
      icon: nav.icon,
      run: () => navigate(path),
    }));

function actionsIn(words: Words, { mayOpen, navigate, openShortcuts, chosen }: Means): Entry[] {
  const w = words.shell;
  const create = (path: string, label: string): Entry[] =>
    hasPage(path) && mayOpen(path) ? [{ id: path, label, icon: 'plus', run: () => navigate(path) }] : [];
  const theme = (value: 'system' | 'light' | 'dark', name: string, icon: IconName): Entry => ({
    id: `theme ${value}`,
    label: w.choice(w.theme, name),
    icon,
    run: () => {
      preferences.choose({ theme: value });
      announce(w.choice(w.theme, name));
    },
  });
  const language = (value: 'en' | 'zh', name: string): Entry => ({
    id: value,
    label: w.choice(w.language, name),
    icon: 'globe',
    run: () => {
      preferences.choose({ language: value });
      // In the new language, as the page is from now on.
      void loadWords(value).then(() => announce(wordsNow().shell.choice(wordsNow().shell.language, name)));
    },
  });
  return [
    ...create('/tasks/new', w.new_task),
    ...create('/schedules/new', words.shell.new_schedule),
    theme('light', w.theme_light, 'sun'),
    theme('dark', w.theme_dark, 'moon'),
    theme('system', w.theme_system, 'monitor'),
    chosen === 'en' ? language('zh', w.chinese) : language('en', w.english),
    ...(hasKeyboard()
      ? [{ id: 'shortcuts', label: w.shortcuts, icon: 'keyboard' as const, run: openShortcuts }]
      : []),
    { id: 'api', label: w.api, icon: 'book', run: () => location.assign('/docs') },
    { id: 'sign out', label: w.sign_out, icon: 'sign_out', run: () => void session.signOut() },
  ];
}

/** Whether the typed text matches the command. */
export const matches = ({ label, also = '' }: Pick<Entry, 'label' | 'also'>, typed: string): boolean =>
  `${label}\n${also}`.toLowerCase().includes(typed.toLowerCase());

/** The commands of the palette. */
export function useCommands(openShortcuts: () => void): { pages: Entry[]; actions: Entry[] } {
  const words = useWords();
  const user = useUser();
  const chosen = useLanguage();
  const [, navigate] = useLocation();
  const mayOpen = (path: string) =>
    routes.some((route) => route.path === path && (!route.needs || may(user, route.needs)));
  const named = (entriesIn: typeof pagesIn): Entry[] => {
    const means = { mayOpen, navigate, openShortcuts, chosen };
    const english = entriesIn(en, means);
    return entriesIn(words, means).map((entry, at) => ({ ...entry, also: english[at]?.label ?? '' }));
  };
  return { pages: named(pagesIn), actions: named(actionsIn) };
}
