/**
 * The style sheets that could not be loaded. Vite asks for the style sheet of a part only once and then shows the part without it, so each
 * is asked for again here.
 */
class FailedStyles {
  readonly #failed = new Set<HTMLLinkElement>();
  #loading: Promise<unknown> = Promise.resolve();

  constructor() {
    // The error of a link does not bubble.
    document.addEventListener('error', ({ target }) => this.#keep(target), true);
  }

  /** Loads them again, and waits for those that load already. Rejects if one fails again. */
  load(): Promise<unknown> {
    const again = [...this.#failed].map(loadAgain);
    this.#failed.clear();
    // Whoever asked before is told of what failed then.
    this.#loading = Promise.all([this.#loading.catch(() => undefined), ...again]);
    return this.#loading;
  }

  #keep(target: EventTarget | null): void {
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') this.#failed.add(target);
  }
}

function loadAgain(link: HTMLLinkElement): Promise<unknown> {
  const next = link.cloneNode() as HTMLLinkElement;
  link.replaceWith(next);
  return new Promise((resolve, reject) => {
    next.addEventListener('load', resolve);
    next.addEventListener('error', () => reject(new Error(`${next.href} could not be loaded`)));
  });
}

export const failedStyles = new FailedStyles();
