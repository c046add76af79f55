/** What other processes hold for an owner at this moment. */
export interface HeldByOthers {
  places: number;
  /** Of what all hold for the owner; null while nobody does. */
  edition: string | null;
}

/**
 * Places under the quotas of an owner which processes hold for tasks that they are about to store. Whoever first reads what others hold,
 * then counts the tasks, and then holds no more than is left, never lets them pass the limit together: `hold` fails if another one came
 * between. What a process holds ends by itself when it dies.
 */
export interface QuotaHolds {
  read(owner_id: string, holder: string): Promise<HeldByOthers>;
  /**
   * Holds so many places, instead of those that this holder had, for `ms` milliseconds by the database's clock. False if somebody else
   * has held places for this owner since `edition` was read.
   */
  hold(
    owner_id: string,
    holder: string,
    places: number,
    ms: number,
    edition: HeldByOthers['edition'],
  ): Promise<boolean>;
  /** Hands back everything that this holder has. */
  release(owner_id: string, holder: string): Promise<void>;
}
