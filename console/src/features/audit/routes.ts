import type { Route } from '../../router/route.ts';

export const routes: Route[] = [
  {
    path: '/audit',
    load: () => import('./audit-page.tsx'),
    needs: 'admin',
    nav: { icon: 'eye', label: (words) => words.shell.audit, order: 5, group: 'manage' },
  },
];
