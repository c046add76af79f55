import type { Route } from '../../router/route.ts';

export const routes: Route[] = [
  {
    path: '/system',
    load: () => import('./system-page.tsx'),
    needs: 'delete',
    nav: { icon: 'system', label: (words) => words.shell.system, order: 3, group: 'manage' },
  },
];
