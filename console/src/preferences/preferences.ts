import type { Language } from '../words/words-context.tsx';

export type Theme = 'system' | 'light' | 'dark';

export interface Chosen {
  language: Language;
  theme: Theme;
}

/** Language and theme of this browser: kept in its storage, shared by its tabs, applied to the document. */
export class Preferences {
  #chosen: Chosen;
  readonly #listeners = new Set<() => void>();

  constructor() {
    this.#chosen = { language: storedLanguage(), theme: storedTheme() };
    addEventListener('storage', ({ key }) => {
      if (key === 'theme' || key === 'language' || key === null) {
        this.#apply({ language: storedLanguage(), theme: storedTheme() });
      }
    });
  }

  get chosen(): Chosen {
    return this.#chosen;
  }

  choose(change: Partial<Chosen>): void {
    this.#apply({ ...this.#chosen, ...change });
    store('theme', this.#chosen.theme);
    store('language', this.#chosen.language);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #apply(next: Chosen): void {
    const { theme, language } = this.#chosen;
    if (next.theme === theme && next.language === language) return;
    this.#chosen = next;
    const { dataset } = document.documentElement;
    if (next.theme === 'system') delete dataset.theme;
    else dataset.theme = next.theme;
    for (const listener of this.#listeners) listener();
  }
}

function storedTheme(): Theme {
  const theme = read('theme');
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

function storedLanguage(): Language {
  const language = read('language');
  if (language === 'en' || language === 'zh') return language;
  const asked = navigator.languages.find((one) => /^(en|zh)\b/i.test(one));
  return asked?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // Storage may be switched off: what is chosen then lasts as long as the page.
    return null;
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // As above.
  }
}

export const preferences = new Preferences();
