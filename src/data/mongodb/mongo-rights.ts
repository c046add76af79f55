/** Which of the rights that the product needs the user of this connection does not have, before something fails for lack of one. */
import { type Db, MongoServerError } from 'mongodb';
import { COLLECTIONS } from './indexes.ts';

const NEEDED = ['find', 'insert', 'update', 'remove'] as const;

interface Privilege {
  resource: { db?: string; collection?: string; anyResource?: boolean };
  actions: string[];
}

/** As a text that follows "MongoDB"; null if nothing is missing, or if the server does not tell. */
export async function missingRights(
  db: Db,
  collections: readonly (keyof typeof COLLECTIONS)[] = Object.keys(COLLECTIONS) as [keyof typeof COLLECTIONS],
): Promise<string | null> {
  const privileges = await privilegesOf(db);
  if (!privileges) return null;
  const names = collections.map((one) => COLLECTIONS[one]);
  const missing = NEEDED.map((action) => ({
    action,
    in_names: names.filter((name) => !privileges.some((one) => allows(one, db.databaseName, name, action))),
  })).filter(({ in_names }) => in_names.length > 0);
  if (missing.length === 0) return null;
  const told = missing.map(({ action, in_names }) =>
    in_names.length === names.length ? action : `${action} in ${in_names.join(', ')}`,
  );
  const { databaseName } = db;
  return `does not allow its user everything in the database ${databaseName} (missing: ${told.join(' · ')}); give the user the role readWrite on ${databaseName}`;
}

/** Null without a sign-in, which allows everything, and for servers that do not tell. */
async function privilegesOf(db: Db): Promise<Privilege[] | null> {
  try {
    const { authInfo } = await db.command({ connectionStatus: 1, showPrivileges: true });
    return authInfo?.authenticatedUsers?.length ? (authInfo.authenticatedUserPrivileges ?? null) : null;
  } catch (error) {
    // Servers that only speak the protocol of MongoDB may not know the command; what is missing is then told where it fails.
    if (error instanceof MongoServerError) return null;
    throw error;
  }
}

function allows({ resource, actions }: Privilege, db: string, collection: string, action: string): boolean {
  if (!actions.includes(action) && !actions.includes('anyAction')) return false;
  if (resource.anyResource) return true;
  const { db: of_db, collection: of_collection } = resource;
  return (of_db === '' || of_db === db) && (of_collection === '' || of_collection === collection);
}
