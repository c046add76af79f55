/** Every key under which TanStack Query keeps an answer. A change invalidates by the first words: `['tasks']` is all lists. */
export const keys = {
  tasks: ['tasks'] as const,
  taskList: (filter: object) => ['tasks', 'list', filter] as const,
  taskSearch: (q: string) => ['tasks', 'search', q] as const,
  task: (id: string) => ['task', id] as const,
  items: (id: string) => ['task', id, 'items'] as const,
  itemPage: (id: string, status: string, page: number) =>
    ['task', id, 'items', 'page', status, page] as const,
  item: (id: string, index: number) => ['task', id, 'items', index] as const,
  itemLogs: (id: string, index: number) => ['task', id, 'items', index, 'logs'] as const,
  taskTypes: ['task-types'] as const,
  me: ['me'] as const,
  ownSessions: ['me', 'sessions'] as const,
  preferences: ['me', 'preferences'] as const,
  users: ['users'] as const,
  userList: (filter: object) => ['users', 'list', filter] as const,
  user: (id: string) => ['users', 'one', id] as const,
  userSessions: (id: string) => ['users', 'one', id, 'sessions'] as const,
  system: ['system'] as const,
  workers: ['system', 'workers'] as const,
  statistics: (span: string) => ['system', 'statistics', span] as const,
  health: ['system', 'health'] as const,
};
