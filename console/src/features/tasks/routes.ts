import type { Route } from '../../router/route.ts';

export const routes: Route[] = [
  {
    path: '/tasks',
    load: () => import('./tasks-page.tsx'),
    needs: 'read',
    nav: { icon: 'tasks', label: (words) => words.shell.tasks, order: 1, group: 'work' },
  },
];
