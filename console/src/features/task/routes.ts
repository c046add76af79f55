import type { Route } from '../../router/route.ts';

export const routes: Route[] = [{ path: '/tasks/:id', load: () => import('./task-page.tsx'), needs: 'read' }];
