import { redisAfterFault } from './server-url.ts';
import { databaseName, folder, inGroup, serverUrl } from './setting-kinds.ts';

const spec = inGroup('Data');

/** Settings of where data is stored. */
export const dataSettings = {
  DATA_DIR: spec(folder, './data', 'Folder for the database, files and secret in embedded mode.'),
  MONGODB_URL: spec(
    serverUrl({ schemes: ['mongodb', 'mongodb+srv'], several: true }),
    undefined,
    'Connection URL of MongoDB, for running on several machines. Requires `REDIS_URL`.',
  ),
  REDIS_URL: spec(
    serverUrl({ schemes: ['redis', 'rediss'], afterFault: redisAfterFault }),
    undefined,
    'Connection URL of Redis, for running on several machines. Requires `MONGODB_URL`.',
  ),
  DB_NAME: spec(
    databaseName,
    'backend2',
    'Name of the MongoDB database, and prefix of all Redis keys and channels.',
  ),
};
