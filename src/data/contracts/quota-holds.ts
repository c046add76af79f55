/** The places that processes hold for an owner at this moment. */
export interface HeldByOthers {
  places: number;
  /** Of what all hold for the owner; null while nobody does. */
  edition: string | null;
}

/**
 * Places under the quotas of an owner that processes hold for tasks they are about to store. A process first reads what others hold, then
 * counts the tasks, and then holds no more than is left. Together they never exceed the limit, because `hold` fails if another process
 * came in between. The places that a process holds expire when it dies.
 */
export interface QuotaHolds {
  read(owner_id: string, holder: string): Promise<HeldByOthers>;
  /**
   * Holds this many places, instead of those that this holder had, for `ms` milliseconds by the database's clock. False if another holder
   * has held places for this owner since `edition` was read.
   */
  hold(
    owner_id: string,
    holder: string,
    places: number,
    ms: number,
    edition: HeldByOthers['edition'],
  ): Promise<boolean>;
  /** Releases all places of this holder. */
  release(owner_id: string, holder: string): Promise<void>;
}
