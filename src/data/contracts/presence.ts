/** Announces an installation on a server that others may use as well, so that conflicts between two installations are noticed. */
export interface Presence {
  /**
   * Announces, until `leave`, that a process of this installation runs these roles. Throws `Refused` if another installation uses the same
   * names on the same server.
   */
  join(installation_id: string, roles: readonly string[]): Promise<void>;
  leave(): Promise<void>;
}
