import type { Query, QueryCacheNotifyEvent } from '@tanstack/react-query';

/** Why queries that have no data could not be loaded: it stays in their place while they are tried again, where grey lines that come and go would tell nothing. */
class FailedQueries {
  readonly #errors = new WeakMap<object, Error>();

  note(query: Query<unknown, unknown>, error: Error): void {
    this.#errors.set(query, error);
  }

  /** To be called with each event of the cache: an attempt begins without the error of the last one. */
  hear(event: QueryCacheNotifyEvent): void {
    if (event.type !== 'updated' || event.action.type !== 'fetch') return;
    const error = this.#errors.get(event.query);
    if (error && event.query.state.data === undefined) event.query.setState({ error, status: 'error' });
  }
}

export const failedQueries = new FailedQueries();
