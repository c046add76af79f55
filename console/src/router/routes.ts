import type { Route } from './route.ts';

const modules = import.meta.glob<{ routes: Route[] }>('../features/*/routes.ts', { eager: true });

/** Of every folder under features/ that has a `routes.ts`. The order does not matter: a path without parameters comes first. */
export const routes: readonly Route[] = Object.values(modules)
  .flatMap((module) => module.routes)
  .sort((one, other) => Number(one.path.includes(':')) - Number(other.path.includes(':')));
