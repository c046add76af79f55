import type { Route } from '../../router/route.ts';

export const routes: Route[] = [
  { path: '/tasks/new', load: () => import('./new-task-page.tsx'), needs: 'write' },
];
