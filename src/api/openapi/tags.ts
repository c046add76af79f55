/** The groups of calls, in the order of the page. */
export const tags = [
  { name: 'Sign-in', description: 'Tokens and sessions.' },
  { name: 'Users', description: 'Accounts and roles.' },
  { name: 'Tasks', description: 'Work that takes long: create, watch, cancel, retry.' },
  { name: 'Operation', description: 'Health and measurements.' },
];
