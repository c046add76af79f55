import type { Db } from 'mongodb';
import { COLLECTIONS } from './indexes.ts';

/** New fields have a default value, so this step only handles renamed fields and indexes whose keys have changed. */
export async function secondSchema(db: Db): Promise<void> {
  await db.collection(COLLECTIONS.schedules).updateMany({ is_active: { $exists: false } }, [
    {
      $set: {
        time_zone: '$timezone',
        is_active: '$enabled',
        overlap: 'allow',
        last_run: {
          $cond: [
            { $eq: [{ $ifNull: ['$last_run_at', null] }, null] },
            null,
            { at: '$last_run_at', task_id: '$last_task_id', error: null },
          ],
        },
        failures: 0,
        revision: 1,
      },
    },
    { $unset: ['timezone', 'enabled', 'last_run_at', 'last_task_id'] },
  ]);
  await db
    .collection(COLLECTIONS.workers)
    .updateMany({ places: { $exists: false } }, [
      { $set: { places: '$slots_total' } },
      { $unset: 'slots_total' },
    ]);
  await db
    .collection(COLLECTIONS.items)
    .aggregate(
      [
        { $match: { 'files.0': { $exists: true } } },
        { $group: { _id: '$task_id', stored_bytes: { $sum: { $sum: '$files.bytes' } } } },
        { $merge: { into: COLLECTIONS.tasks, whenMatched: 'merge', whenNotMatched: 'discard' } },
      ],
      { allowDiskUse: true },
    )
    .toArray();
  await dropIndex(db, COLLECTIONS.sessions, 'user');
  await dropIndex(db, COLLECTIONS.schedules, 'due');
}

async function dropIndex(db: Db, collection: string, index: string): Promise<void> {
  const indexes = await db.listCollections({ name: collection }).hasNext();
  if (!indexes || !(await db.collection(collection).indexExists(index))) return;
  await db.collection(collection).dropIndex(index);
}
