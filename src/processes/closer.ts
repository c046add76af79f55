/** Ends one part of a process; gets the rest of the grace period in milliseconds. */
export type Closer = (grace_ms: number) => Promise<void>;
