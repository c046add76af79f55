/** The groups of calls, in the order of the page. */
export const tags = [
  { name: 'Sign-in', description: 'Tokens and sessions.' },
  { name: 'Users', description: 'Accounts and roles.' },
  { name: 'Tasks', description: 'Long-running work: create, follow, cancel and retry tasks.' },
  { name: 'Schedules', description: 'Rules that create tasks at set times.' },
  { name: 'Webhooks', description: 'URLs that are called when tasks end.' },
  { name: 'Operation', description: 'Health, metrics and the audit log.' },
];
