import type { Route } from './route.ts';

const modules = import.meta.glob<{ routes: Route[] }>('../features/*/routes.ts', { eager: true });

/** Of every folder under features/ that has a `routes.ts`. The order does not matter: a path without parameters comes first. */
export const routes: readonly Route[] = Object.values(modules)
  .flatMap((module) => module.routes)
  .sort((one, other) => Number(one.path.includes(':')) - Number(other.path.includes(':')));

/** Whether some feature has this page: nothing leads to one that does not exist. */
export const hasPage = (path: string): boolean => routes.some((route) => route.path === path);
