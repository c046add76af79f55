import { MongoClient, type MongoClientOptions } from 'mongodb';
import { Refused } from '../contracts/index.ts';

/**
 * A client that is not connected yet. Throws `Refused` for a URL that the driver does not accept. Its own message may quote the URL, which
 * may hold a password, so options are named by trying each.
 */
export function clientFor(url: string, options: MongoClientOptions): MongoClient {
  const client = clientOrNull(url, options);
  if (client) return client;
  const names = refusedOptions(url);
  if (names.length === 0)
    throw new Refused(
      'MONGODB_URL is not a MongoDB URL that the driver accepts (mongodb://host:27017 or mongodb+srv://host); check its options after the "?"',
    );
  throw new Refused(
    `MONGODB_URL has ${names.length === 1 ? 'an option whose name or value' : 'options whose names or values'} the MongoDB driver does not accept: ${names.join(', ')}`,
  );
}

function clientOrNull(url: string, options: MongoClientOptions): MongoClient | null {
  try {
    return new MongoClient(url, options);
  } catch {
    // See above: what the driver says of a URL is not shown.
    return null;
  }
}

/** The options that are not even accepted alone. Some need a user, others allow none. */
function refusedOptions(url: string): string[] {
  const given = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const start = url.startsWith('mongodb+srv://') ? 'mongodb+srv://' : 'mongodb://';
  const isAccepted = (name: string) => {
    const alone = new URLSearchParams(given.getAll(name).map((value) => [name, value]));
    return ['', 'user:password@'].some((user) => clientOrNull(`${start}${user}a.example.com/?${alone}`, {}));
  };
  // Anything else is a piece of the URL that only stands where an option would.
  const names = [...new Set(given.keys())].filter((name) => /^[A-Za-z]{1,40}$/.test(name));
  return url.includes('?') ? names.filter((name) => !isAccepted(name)) : [];
}
