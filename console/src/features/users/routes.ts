import type { Route } from '../../router/route.ts';

export const routes: Route[] = [
  {
    path: '/users',
    load: () => import('./users-page.tsx'),
    // Who sees the tasks of all sees their accounts.
    needs: 'delete',
    nav: { icon: 'users', label: (words) => words.shell.users, order: 4, group: 'manage' },
  },
  { path: '/users/:id', load: () => import('./user-page.tsx'), needs: 'delete' },
];
