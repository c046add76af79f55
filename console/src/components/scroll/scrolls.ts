/** What scrolls inside the page: Tab leads there, so that keys can scroll it, and screen readers say what it is. */
export const scrolls = (label: string, role: 'region' | 'group' = 'group') =>
  ({ role, 'aria-label': label, tabIndex: 0 }) as const;
