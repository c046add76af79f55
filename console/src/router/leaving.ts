/** Says why the page may not be left now, and returns whether it still may not. */
type Refuse = () => boolean;

/** Holds the page while leaving it would lose something without a word: by a link, a shortcut, the palette, or Back and Forward. */
export class Leaving {
  readonly #holds = new Set<Refuse>();
  /** Where the page stands: after Back, the browser is elsewhere already. */
  #href = '';

  /** To be called before the router listens: browsers call the listeners of a window in their order, those that capture no earlier. */
  watch(): void {
    addEventListener('popstate', this.#onPop);
  }

  /** Holds the page until the returned function is called. */
  hold(refuse: Refuse): () => void {
    this.#href = location.href;
    this.#holds.add(refuse);
    addEventListener('beforeunload', this.#onUnload);
    return () => {
      if (this.#holds.delete(refuse) && this.#holds.size === 0)
        removeEventListener('beforeunload', this.#onUnload);
    };
  }

  /** Whether another page may not be opened now. What holds this one says why. */
  refuse(): boolean {
    const refuse = [...this.#holds].at(-1);
    return refuse?.() ?? false;
  }

  /** For the router: opens a page, or another state of the same one, unless it is held. */
  readonly around = <O>(navigate: (to: string, options?: O) => void, to: string, options?: O): void => {
    if (this.#leads(to) && this.refuse()) return;
    navigate(to, options);
    this.#href = location.href;
  };

  readonly #onPop = (event: PopStateEvent): void => {
    if (!this.#leads(this.#href) || !this.refuse()) {
      this.#href = location.href;
      return;
    }
    event.stopImmediatePropagation();
    history.pushState(null, '', this.#href);
  };

  readonly #onUnload = (event: BeforeUnloadEvent): void => event.preventDefault();

  #leads = (to: string): boolean => new URL(to, location.href).pathname !== location.pathname;
}

export const leaving = new Leaving();
