import type { Route } from '../../router/route.ts';

export const routes: Route[] = [
  {
    path: '/users',
    load: () => import('./users-page.tsx'),
    // The permission to see the tasks of all also covers their accounts.
    needs: 'delete',
    nav: { icon: 'users', label: (words) => words.shell.users, order: 4, group: 'manage' },
  },
  { path: '/users/:id', load: () => import('./user-page.tsx'), needs: 'delete' },
];
