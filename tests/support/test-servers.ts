/** For each scheme of src/processes/engines.ts: a place for the data of one test. */
import { requireService } from './services.ts';
import { sharedMongod } from './shared-mongod.ts';
import { tempFolder } from './temp-folder.ts';

export interface TestServer {
  url: string;
  stop(): Promise<void>;
}

const mongod = async (): Promise<TestServer | null> =>
  requireService('mongodb') ? sharedMongod.open() : null;

/** Null if the server is not installed. `mongodb+srv` is `mongodb` found through DNS. */
export const testServers: Record<string, () => Promise<TestServer | null>> = {
  'file:': async () => ({ url: `file:${await tempFolder()}`, async stop() {} }),
  'mongodb:': mongod,
  'mongodb+srv:': mongod,
};
