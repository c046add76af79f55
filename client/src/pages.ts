/** One page of a list. */
export interface Page<T> {
  items: T[];
  /** Counted to 1,000; see `total_capped`. */
  total: number;
  /** True when there are, or may be, more than `total`. */
  total_capped?: boolean;
  page: number;
  page_size: number;
  /** Null at the end of the list. */
  next_cursor: string | null;
}

/**
 * What a list call returns: awaited, its first page; iterated, every item of all pages, each page fetched when the one
 * before is used up. The first page is asked for at once.
 */
export class Pages<T> extends Promise<Page<T>> {
  readonly #next: (cursor: string) => Promise<Page<T>>;

  /** `then` gives plain promises, which know nothing of pages. */
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
