import type { Route } from '../../router/route.ts';

export const routes: Route[] = [
  {
    path: '/account',
    load: () => import('./account-page.tsx'),
    nav: { icon: 'user', label: (words) => words.shell.account, order: 9 },
  },
];
