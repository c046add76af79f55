import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { importsOf, withoutComments } from './read-imports.ts';

/** Names that a package gives to its folders. */
const ALIASES: Record<string, string> = { '@client': 'client/src/index.ts' };

/**
 * Files below `folders` of `root` that import one another in a circle, types too: each group sorted, each file as a path from
 * `root`. Where files form a circle, none can be read or moved without the others.
 */
export function fileCircles(root: string, folders: readonly string[]): string[][] {
  const imports = new Map<string, string[]>();
  for (const folder of folders) {
    for (const name of readdirSync(join(root, folder), { recursive: true }) as string[]) {
      const file = `${folder}/${name.replaceAll('\\', '/')}`;
      if (/\.(ts|tsx)$/.test(file)) imports.set(file, importedBy(root, file));
    }
  }
  return circlesIn(imports);
}

function importedBy(root: string, file: string): string[] {
  const text = withoutComments(readFileSync(join(root, file), 'utf8'));
  return importsOf(text).flatMap(({ name }) => {
    if (ALIASES[name]) return [ALIASES[name]];
    if (!name.startsWith('.')) return [];
    const target = relative(root, resolve(root, file, '..', name)).replaceAll('\\', '/');
    return existsSync(join(root, target)) ? [target] : [];
  });
}

/** Tarjan's strongly connected components of more than one file. */
function circlesIn(imports: ReadonlyMap<string, string[]>): string[][] {
  const at = new Map<string, { index: number; low: number; on_stack: boolean }>();
  const stack: string[] = [];
  const circles: string[][] = [];

  const visit = (file: string) => {
    const here = { index: at.size, low: at.size, on_stack: true };
    at.set(file, here);
    stack.push(file);
    for (const target of imports.get(file) ?? []) {
      const there = at.get(target) ?? visit(target);
      if (there.on_stack) here.low = Math.min(here.low, there.low);
    }
    if (here.low === here.index) {
      const circle = stack.splice(stack.indexOf(file));
      for (const member of circle) (at.get(member) as typeof here).on_stack = false;
      if (circle.length > 1) circles.push(circle.sort());
    }
    return here;
  };
  for (const file of imports.keys()) if (!at.has(file)) visit(file);
  return circles;
}
