import type { Route } from '../../router/route.ts';

export const routes: Route[] = [
  {
    path: '/webhooks',
    load: () => import('./webhooks-page.tsx'),
    needs: 'write',
    nav: { icon: 'webhook', label: (words) => words.shell.webhooks, order: 7, group: 'connect' },
  },
  { path: '/webhooks/:id', load: () => import('./webhook-page.tsx'), needs: 'write' },
];
