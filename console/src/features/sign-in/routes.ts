import type { Route } from '../../router/route.ts';

export const routes: Route[] = [
  { path: '/password', load: () => import('./password-link-page.tsx'), open: true },
];
