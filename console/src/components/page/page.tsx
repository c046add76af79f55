import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import { useWords } from '../../words/words-context.tsx';
import { classes } from '../classes.ts';
import { Icon } from '../icon/icon.tsx';
import { keepFocus } from '../reorder/keep-focus.ts';
import styles from './page.module.css';

interface PageProps {
  /** The list that it is one of. */
  up?: { to: string; label: string };
  title: string;
  /** Beside the title: what it is in a word or two. */
  beside?: ReactNode;
  text?: ReactNode;
  actions?: ReactNode;
  /** What else can be done: after the actions, on a phone in the line of the title. */
  menu?: ReactNode;
  /** For forms and prose: a column that is good to read. */
  narrow?: boolean;
  /** For what needs all the room there is. */
  wide?: boolean;
  children: ReactNode;
}

/** The frame of every page: its title, also the window's, its actions, its content. */
export function Page({ up, title, beside, text, actions, menu, narrow, wide, children }: PageProps) {
  const { shell } = useWords();
  useEffect(() => {
    document.title = `${title} · ${shell.product}`;
  }, [title, shell.product]);
  return (
    <div className={classes(styles.page, narrow && styles.narrow, wide && styles.wide)}>
      <header className={styles.header}>
        <div className={styles.titles}>
          {up && (
            <Link href={up.to} className={styles.up}>
              <Icon name="chevron_left" size={14} />
              {up.label}
            </Link>
          )}
          <div className={styles.line}>
            <h1>{title}</h1>
            {beside}
          </div>
          {text && <p className={styles.text}>{text}</p>}
        </div>
        {(actions || menu) && (
          <div ref={keepFocus} className={styles.actions} data-menu={Boolean(menu)}>
            <div className={styles.buttons}>{actions}</div>
            {menu && <div className={styles.menu}>{menu}</div>}
          </div>
        )}
      </header>
      {children}
    </div>
  );
}

interface SectionProps {
  title: string;
  text?: ReactNode;
  actions?: ReactNode;
  /** Left out where its head says all of it. */
  children?: ReactNode;
}

/** One matter of a page, on a surface of its own. */
export function Section({ title, text, actions, children }: SectionProps) {
  return (
    <section className={styles.section}>
      <header className={styles.sectionHeader}>
        <div>
          <h2>{title}</h2>
          {text && <p className={styles.sectionText}>{text}</p>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children && <div className={styles.sectionBody}>{children}</div>}
    </section>
  );
}
