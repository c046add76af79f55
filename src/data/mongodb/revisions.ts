/**
 * What a damaged revision counts as in a condition: 0, as which it is read, and which no sound document has. So the first save repairs
 * it; otherwise none would ever succeed, and the items of such a task would be claimed again and again before all others.
 */
export const READABLE_REVISION = {
  $cond: [
    {
      $and: [
        { $isNumber: '$revision' },
        { $gte: ['$revision', 1] },
        { $lte: ['$revision', Number.MAX_SAFE_INTEGER] },
      ],
    },
    '$revision',
    0,
  ],
};

/** The condition that a document has this revision. One that is missing is read as 1, because older documents have none. */
export function atRevision(expected: number) {
  if (expected === 0) return { $expr: { $eq: [READABLE_REVISION, 0] } };
  if (expected === 1) return { $or: [{ revision: 1 }, { revision: { $exists: false } }] };
  return { revision: expected };
}
