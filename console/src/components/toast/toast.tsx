import { Toast as Base } from '@base-ui/react/toast';
import { type ReactNode, type RefObject, useRef } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { Icon } from '../icon/icon.tsx';
import styles from './toast.module.css';
import { useOutOfWay } from './use-out-of-way.ts';

const manager = Base.createToastManager();

interface Options {
  text?: string;
  /** An action that the message offers, such as undo. The message closes when it is pressed. */
  action?: { label: string; run(): void };
}

/** Shows a message that something was done. Can be called from anywhere, also outside components. */
export function notify(title: string, { text, action }: Options = {}): void {
  const press = () => {
    manager.close(id);
    action?.run();
  };
  const id = manager.add({
    title,
    description: text,
    timeout: action ? 10_000 : 5_000,
    actionProps: action && { children: action.label, onClick: press },
  });
}

/**
 * Shows a message that something failed, and why. It stays until it is closed. With a high priority it would be hidden from screen readers, which
 * get a copy without its buttons, and read that out again each time the focus leaves the messages.
 */
export function notifyFailure(title: string, text?: string): void {
  manager.add({ title, description: text, type: 'failure', timeout: 0 });
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const { components: w } = useWords();
  const viewport = useRef<HTMLDivElement>(null);
  return (
    <Base.Provider toastManager={manager} limit={4}>
      {children}
      <Base.Portal>
        <Base.Viewport ref={viewport} className={styles.viewport} aria-label={w.notifications}>
          <ToastList viewport={viewport} />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList({ viewport }: { viewport: RefObject<HTMLElement | null> }) {
  const { toasts } = Base.useToastManager();
  useOutOfWay(viewport, toasts.length);
  const { components: w } = useWords();
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className={styles.toast} data-toast data-kind={toast.type}>
      <Base.Content className={styles.content}>
        <span className={styles.icon}>
          <Icon name={toast.type === 'failure' ? 'alert' : 'check'} />
        </span>
        <div className={styles.words}>
          <Base.Title className={styles.title} render={<p />} />
          <Base.Description className={styles.text} />
        </div>
        <Base.Action className={styles.action} />
        <Base.Close className={styles.close} aria-label={w.close}>
          <Icon name="close" size={14} />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}
