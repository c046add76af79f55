/** How long messages wait until somebody asks whether there are listeners now, in milliseconds. */
const HOLD_MS = 100;

export interface UnheardMessagesOptions<M> {
  /** How many processes listen now; null if this is unknown. Never throws. */
  listeners(): Promise<number | null>;
  send(message: M): void;
}

/**
 * Holds messages back while nobody listens: to encode and send the state of every task took a twelfth of the processor time of a task of
 * one item. Only for messages about something that is already stored: before it drops what it holds, it asks whether there still are no
 * listeners, so whoever begins to listen later reads everything from the store. If there are some, they get all messages, in order.
 */
export class UnheardMessages<M extends object> {
  readonly #options: UnheardMessagesOptions<M>;
  #unheard = false;
  #held: M[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: UnheardMessagesOptions<M>) {
    this.#options = options;
  }

  /** How many processes received the last publication. */
  heardBy(listeners: number): void {
    if (listeners === 0) this.#unheard = true;
    else if (this.#unheard) this.sendAll();
  }

  /** True if it was held back. The message is copied one level deep. */
  hold(message: M): boolean {
    if (!this.#unheard) return false;
    this.#held.push({ ...message });
    this.#timer ??= this.#later();
    return true;
  }

  /** Sends what is held, and holds nothing until a publication reaches nobody. */
  sendAll(): void {
    this.#unheard = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const held = this.#held;
    this.#held = [];
    for (const message of held) this.#options.send(message);
  }

  #later(): NodeJS.Timeout {
    return setTimeout(() => void this.#look(), HOLD_MS).unref();
  }

  async #look(): Promise<void> {
    const held = this.#held;
    const asked_for = held.length;
    const listeners = await this.#options.listeners();
    // They were sent in the meantime.
    if (this.#held !== held) return;
    if (listeners !== 0) return this.sendAll();
    // Those that were added after the question may already have a listener.
    held.splice(0, asked_for);
    this.#timer = this.#held.length > 0 ? this.#later() : undefined;
  }
}
