/** How long a worker counts as alive without a heartbeat, by the database's clock. */
export const LEASE_MS = 10_000;
/** A worker renews its lease this often. */
export const HEARTBEAT_MS = 2_500;
