import type { Route } from '../../router/route.ts';

/** Not in the navigation: it is for whoever works on the console. */
export const routes: Route[] = [{ path: '/gallery', load: () => import('./gallery-page.tsx') }];
