export function compileCacheFolder(node_modules: string, temporary?: string): string | undefined;
