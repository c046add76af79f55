import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import { useWords } from '../../words/words-context.tsx';
import { classes } from '../classes.ts';
import { Icon } from '../icon/icon.tsx';
import { keepFocus } from '../reorder/keep-focus.ts';
import styles from './page.module.css';
import { PAGE_TITLE } from './page-title.ts';

interface PageProps {
  /** The list that this page belongs to; a link above the title leads back to it. */
  up?: { to: string; label: string };
  title: string;
  /** Stands beside the title, for example a badge with the status. */
  beside?: ReactNode;
  text?: ReactNode;
  actions?: ReactNode;
  /** What else can be done: after the actions, on a phone in the line of the title. */
  menu?: ReactNode;
  /** Limits the width to a column that is easy to read, for forms and prose. */
  narrow?: boolean;
  /** Uses the full width of the window. */
  wide?: boolean;
  children: ReactNode;
}

/** The frame of every page: the title (which is also the title of the window), the actions and the content. */
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
            <h1 id={PAGE_TITLE}>{title}</h1>
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

interface PageFrameProps {
  /** For the eye: a screen reader hears it when the page is there. */
  title?: string;
  children: ReactNode;
}

/** The place of a page of which hardly anything is known yet. */
export const PageFrame = ({ title, children }: PageFrameProps) => (
  <div className={styles.page}>
    {title && (
      <div className={styles.line} aria-hidden="true">
        <h1>{title}</h1>
      </div>
    )}
    {children}
  </div>
);

interface SectionProps {
  title: string;
  text?: ReactNode;
  actions?: ReactNode;
  /** Left out if the header says everything. */
  children?: ReactNode;
}

/** A titled part of a page, on its own surface. */
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
