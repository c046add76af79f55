import type { Route } from '../../router/route.ts';

export const routes: Route[] = [
  {
    path: '/keys',
    load: () => import('./keys-page.tsx'),
    needs: 'read',
    nav: { icon: 'key', label: (words) => words.shell.api_keys, order: 6, group: 'connect' },
  },
];
