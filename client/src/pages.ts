/** One page of a list. */
export interface Page<T> {
  items: T[];
  /** Number of matches, counted up to 1,000; see `total_capped`. */
  total: number;
  /** True if there are, or may be, more matches than `total`. */
  total_capped?: boolean;
  page: number;
  page_size: number;
  /** Null at the end of the list. */
  next_cursor: string | null;
}

/**
 * The result of a list call. `await` gives the first page, which is requested immediately. `for await` yields the items of all pages and
 * requests each further page when the previous one is used up.
 */
export class Pages<T> extends Promise<Page<T>> {
  readonly #next: (cursor: string) => Promise<Page<T>>;

  /** Makes `then` return plain promises instead of `Pages`. */
  static override get [Symbol.species]() {
    return Promise;
  }

  constructor(first: Promise<Page<T>>, next: (cursor: string) => Promise<Page<T>>) {
    super((resolve, reject) => {
      first.then(resolve, reject);
    });
    this.#next = next;
  }

  /** Page by page. */
  async *pages(): AsyncGenerator<Page<T>, void, void> {
    let page = await (this as Promise<Page<T>>);
    yield page;
    while (page.next_cursor !== null) {
      page = await this.#next(page.next_cursor);
      yield page;
    }
  }

  /** Item by item, over all pages. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    for await (const { items } of this.pages()) yield* items;
  }
}
