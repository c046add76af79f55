import type { Language } from '../words/language.ts';
import { storage } from './storage.ts';

export type Theme = 'system' | 'light' | 'dark';

export interface Chosen {
  language: Language;
  theme: Theme;
  /** Whether single letters, such as J and N, are shortcuts. Speech input may press them by mistake. */
  letters: boolean;
}

const KEYS = ['theme', 'language', 'letters'];

/** Language, theme and shortcuts of this browser: stored, shared between tabs, and applied to the document. */
export class Preferences {
  #chosen: Chosen;
  #chosen_here = false;
  readonly #listeners = new Set<() => void>();
  readonly #choosers = new Set<() => void>();

  constructor() {
    this.#chosen = stored();
    addEventListener('storage', ({ key }) => {
      if (key === null || KEYS.includes(key)) this.#apply(stored());
    });
  }

  get chosen(): Chosen {
    return this.#chosen;
  }

  /** Whether language or theme was chosen since the page was opened. */
  get isChosenHere(): boolean {
    return this.#chosen_here;
  }

  /** Applies and stores a choice of the person. */
  choose(change: Partial<Chosen>): void {
    this.#chosen_here = true;
    this.adopt(change);
    for (const listener of this.#choosers) listener();
  }

  /** Applies the preferences of the account, and stores them for the next sign-in page. */
  adopt(change: Partial<Chosen>): void {
    this.#apply({ ...this.#chosen, ...change });
    storage.store('theme', this.#chosen.theme);
    storage.store('language', this.#chosen.language);
    storage.store('letters', this.#chosen.letters ? 'on' : 'off');
  }

  /** Calls the listener for choices of the person, but not for changes from elsewhere. */
  onChosen(listener: () => void): () => void {
    this.#choosers.add(listener);
    return () => this.#choosers.delete(listener);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #apply(next: Chosen): void {
    const { theme, language, letters } = this.#chosen;
    if (next.theme === theme && next.language === language && next.letters === letters) return;
    this.#chosen = next;
    const { dataset } = document.documentElement;
    if (next.theme === 'system') delete dataset.theme;
    else dataset.theme = next.theme;
    for (const listener of this.#listeners) listener();
  }
}

export const isTheme = (value: unknown): value is Theme =>
  value === 'system' || value === 'light' || value === 'dark';

export const isLanguage = (value: unknown): value is Language => value === 'en' || value === 'zh';

const stored = (): Chosen => ({
  language: storedLanguage(),
  theme: storedTheme(),
  letters: storage.read('letters') !== 'off',
});

function storedTheme(): Theme {
  const theme = storage.read('theme');
  return isTheme(theme) ? theme : 'system';
}

function storedLanguage(): Language {
  const language = storage.read('language');
  if (isLanguage(language)) return language;
  const asked = navigator.languages.find((one) => /^(en|zh)\b/i.test(one));
  return asked?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export const preferences = new Preferences();
