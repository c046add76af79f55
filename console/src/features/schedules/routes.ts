import type { Route } from '../../router/route.ts';

export const routes: Route[] = [
  {
    path: '/schedules',
    load: () => import('./schedules-page.tsx'),
    needs: 'write',
    nav: { icon: 'calendar', label: (words) => words.shell.schedules, order: 2, group: 'work' },
  },
  { path: '/schedules/new', load: () => import('./new-schedule-page.tsx'), needs: 'write' },
  { path: '/schedules/:id', load: () => import('./schedule-page.tsx'), needs: 'write' },
];
