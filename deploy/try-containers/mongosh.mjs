// Supports only the one command that compose.yaml runs with `mongosh`.
import { MongoClient } from 'mongodb';

const asked = process.argv.slice(2).join(' ');
if (asked !== "--quiet --eval db.adminCommand('ping').ok || quit(1)") {
  console.error(`this stand-in only pings; asked: ${asked}`);
  process.exit(2);
}
const client = await MongoClient.connect('mongodb://127.0.0.1:27017', { serverSelectionTimeoutMS: 2_000 });
const { ok } = await client.db('admin').command({ ping: 1 });
await client.close();
process.exit(ok ? 0 : 1);
