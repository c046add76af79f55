// Where the compiled modules of this user are kept. What is in the folder runs as this user, so nobody else may have written it.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOwnFolder, ownId, staysInPlace } from '../src/runtime/own-folder.js';

// `npm ci` removes the first one together with the packages. An installation that this user cannot write to has the second one.
/** Undefined where neither folder is safe: the start takes longer then. */
export function compileCacheFolder(node_modules, temporary = tmpdir()) {
  const name = `backend2-compile-cache-${ownId() ?? 'user'}`;
  const folders = [join(node_modules, `.${name}`)];
  // Windows cannot tell whose a folder is, and services share the temporary one.
  if (ownId() !== undefined) folders.push(join(temporary, name));
  return folders.find((folder) => staysInPlace(folder) && isOwnFolder(folder));
}
