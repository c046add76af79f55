import type { Route } from '../../router/route.ts';

/** Not in the navigation, because the page is for developers of the console. */
export const routes: Route[] = [{ path: '/gallery', load: () => import('./gallery-page.tsx') }];
