interface Told {
  created_at: string;
  current?: boolean;
}

/** The own session, however long ago it began, and then the newest. */
export const newestSessions = <T extends Told>(sessions: readonly T[], count: number): T[] =>
  sessions
    .toSorted(
      (one, other) =>
        Number(other.current ?? false) - Number(one.current ?? false) ||
        Date.parse(other.created_at) - Date.parse(one.created_at),
    )
    .slice(0, count);
