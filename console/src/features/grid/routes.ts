import type { Route } from '../../router/route.ts';

export const routes: Route[] = [
  { path: '/tasks/:id/grid', load: () => import('./grid-page.tsx'), needs: 'read' },
];
