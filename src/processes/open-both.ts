/** Opens two servers at the same time; if one cannot be used, the error says what is wrong with the other as well. */
import { OperatorError } from '../runtime/operator-error.ts';

/** How long the other one gets to say what is wrong with it: longer than its first try takes. */
const WORDS_MS = 10_000;

interface Closable {
  close(): Promise<void>;
}

export interface OpenHow {
  on_wait(message: string): void;
  signal: AbortSignal;
}

/** Throws the first failure, in one message with what is wrong with the other. What is opened later is closed. */
export async function openBoth<A extends Closable, B extends Closable>(
  openA: (how: OpenHow) => Promise<A>,
  openB: (how: OpenHow) => Promise<B>,
  { on_wait, signal }: { on_wait(message: string): void; signal?: AbortSignal },
): Promise<[A, B]> {
  const end = new AbortController();
  const how = { on_wait, signal: signal ? AbortSignal.any([signal, end.signal]) : end.signal };
  const a = new Opening(openA, how);
  const b = new Opening(openB, how);
  try {
    return await Promise.all([a.opened, b.opened]);
  } catch (error) {
    const faults = signal?.aborted ? [] : await Promise.all([a.fault(), b.fault()]);
    end.abort();
    a.closeLater();
    b.closeLater();
    const texts = faults.filter((one) => one !== null);
    if (!(error instanceof OperatorError) || texts.length < 2) throw error;
    throw new BothWrong(texts.join('; '), error);
  }
}

class BothWrong extends OperatorError {
  override readonly lasting: boolean;

  constructor(message: string, first: OperatorError) {
    super(message, { cause: first });
    this.lasting = first.lasting;
  }
}

/** One of the two. */
class Opening<T extends Closable> {
  readonly opened: Promise<T>;
  readonly #words = Promise.withResolvers<void>();
  #fault: string | null = null;

  constructor(open: (how: OpenHow) => Promise<T>, { on_wait, signal }: OpenHow) {
    const waits = (message: string) => {
      this.#say(message.replace(/; trying for [^;]*$/, ''));
      on_wait(message);
    };
    this.opened = open({ on_wait: waits, signal });
    this.opened.then(
      () => this.#say(null),
      (error: Error) => this.#say(error.message),
    );
  }

  /** What is wrong with it, once that is known; null if it is open, or says nothing. */
  async fault(): Promise<string | null> {
    const limit = setTimeout(this.#words.resolve, WORDS_MS);
    await this.#words.promise;
    clearTimeout(limit);
    return this.#fault;
  }

  closeLater(): void {
    // Its failure has been told.
    this.opened.then((opened) => opened.close()).catch(() => undefined);
  }

  #say(fault: string | null): void {
    this.#fault = fault;
    this.#words.resolve();
  }
}
