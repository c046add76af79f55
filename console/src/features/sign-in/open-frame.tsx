import { type ReactNode, useEffect, useRef } from 'react';
import { focusAfter } from '../../components/reorder/focus-after.ts';
import { preferences } from '../../preferences/preferences.ts';
import { useLanguage, useWords } from '../../words/words-context.tsx';
import { Mark } from '../shell/mark.tsx';
import styles from './open-frame.module.css';

/** The frame of pages that need no account. */
export function OpenFrame({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  const { shell } = useWords();
  const language = useLanguage();
  useEffect(() => {
    document.title = `${title} · ${shell.product}`;
  }, [title, shell.product]);
  const main = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another title is another page, and the focused field has gone with the one before
  useEffect(
    () => focusAfter(() => (document.activeElement === document.body ? main.current : null)),
    [title],
  );
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <div className={styles.frame}>
      <header className={styles.top}>
        <Mark />
        <button
          type="button"
          lang={other}
          className={styles.language}
          onClick={() => preferences.choose({ language: other })}
        >
          {other === 'zh' ? shell.chinese : shell.english}
        </button>
      </header>
      <main ref={main} tabIndex={-1} className={styles.main}>
        <h1 className={styles.title}>{title}</h1>
        {text && <p className={styles.text}>{text}</p>}
        <div className={styles.content}>{children}</div>
      </main>
    </div>
  );
}
