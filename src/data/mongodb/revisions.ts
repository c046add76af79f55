/** The number in this field, or `otherwise` if it is none from `least` to 2^53 - 1. */
export const readable = (field: string, least: number, otherwise: number) => ({
  $cond: [
    {
      $and: [
        { $isNumber: `$${field}` },
        { $gte: [`$${field}`, least] },
        { $lte: [`$${field}`, Number.MAX_SAFE_INTEGER] },
      ],
    },
    `$${field}`,
    otherwise,
  ],
});

/**
 * What a damaged revision counts as in a condition: 0, as which it is read, and which no sound document has. So the first save repairs
 * it; otherwise none would ever succeed, and the items of such a task would be claimed again and again before all others.
 */
export const READABLE_REVISION = readable('revision', 1, 0);

/** The version of an account, of which a damaged one counts as the first one, as it is read: 0 is that of a deleted account. */
export const READABLE_VERSION = readable('version', 1, 1);

/** The condition that an account has this version. */
export const atVersion = (expected: number) =>
  expected === 1 ? { $expr: { $eq: [READABLE_VERSION, 1] } } : { version: expected };

/** The condition that a document has this revision. One that is missing is read as 1, because older documents have none. */
export function atRevision(expected: number) {
  if (expected === 0) return { $expr: { $eq: [READABLE_REVISION, 0] } };
  if (expected === 1) return { $or: [{ revision: 1 }, { revision: { $exists: false } }] };
  return { revision: expected };
}
