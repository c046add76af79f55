/** What an installation shows on a server that others may use as well, so that two that would disturb each other are noticed. */
export interface Presence {
  /**
   * Says, until `leave`, that a process of this installation runs these roles. Throws `Refused` when another installation uses the same
   * names on the same server.
   */
  join(installation_id: string, roles: readonly string[]): Promise<void>;
  leave(): Promise<void>;
}
