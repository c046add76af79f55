// Starts like the image `mongo`: creates the first account on an empty volume, then runs mongod with authentication.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { MongoClient } from 'mongodb';

const { MONGO_INITDB_ROOT_USERNAME: user, MONGO_INITDB_ROOT_PASSWORD: pwd } = process.env;
const start = (...args) => spawn('mongod', ['--dbpath', '/data/db', ...args], { stdio: 'inherit' });

if (!existsSync('/data/db/WiredTiger') && user && pwd) {
  const alone = start('--bind_ip', '127.0.0.1');
  const client = await MongoClient.connect('mongodb://127.0.0.1:27017');
  await client.db('admin').command({ createUser: user, pwd, roles: ['root'] });
  await client.close();
  alone.kill('SIGTERM');
  await once(alone, 'exit');
}
const mongod = start('--auth', '--bind_ip_all', ...process.argv.slice(2));
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => mongod.kill(signal));
mongod.on('exit', (code) => process.exit(code ?? 1));
