/** Work that follows a write which stands already: what fails of it now is made up for by the sweep. */
export interface Background {
  /** `what` says in the log what did not get done. */
  run(work: Promise<unknown>, what: string): void;
  /** Resolves when nothing is under way any more. */
  done(): Promise<void>;
}

export interface BackgroundLog {
  warn(fields: object, message: string): void;
}

export function createBackground(log: BackgroundLog): Background {
  const under_way = new Set<Promise<unknown>>();
  return {
    run(work, what) {
      const watched = work
        .catch((error: unknown) => log.warn({ err: error }, `${what} put off until the next sweep`))
        .finally(() => under_way.delete(watched));
      under_way.add(watched);
    },
    async done() {
      while (under_way.size > 0) await Promise.all(under_way);
    },
  };
}
