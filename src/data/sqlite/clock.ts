/** The database's clock, in milliseconds. */
export const NOW_MS = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
