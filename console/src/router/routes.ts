import type { Route } from './route.ts';

const modules = import.meta.glob<{ routes: Route[] }>('../features/*/routes.ts', { eager: true });

/** The routes of all folders under features/ that have a `routes.ts`. Paths without parameters come first, so the order of folders does not matter. */
export const routes: readonly Route[] = Object.values(modules)
  .flatMap((module) => module.routes)
  .sort((one, other) => Number(one.path.includes(':')) - Number(other.path.includes(':')));

/** Whether a page exists, so that no link leads to a missing one. */
export const hasPage = (path: string): boolean => routes.some((route) => route.path === path);
