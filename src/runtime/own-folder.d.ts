export function ownId(): number | undefined;
export function isOwnFolder(path: string): boolean;
export function staysInPlace(path: string): boolean;
export function isAmongOthers(path: string): boolean;
