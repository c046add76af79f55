export const quotas = {
  title: 'Quotas',
  text: 'Limits for this account only. An empty field means the limit that the server sets for everybody; 0 means no limit.',
  unlimited: 'Administrators have no limits. If the account gets another role, its limits are set here.',
  active_tasks: 'Unfinished tasks',
  tasks_per_day: 'Tasks created in a day (UTC)',
  running_items: 'Items running',
  running_hint: 'Further items wait.',
  stored: 'Stored files, in GB',
  save: 'Save quotas',
  as_set: 'As for everybody',
  no_number: 'Enter a whole number, or leave this empty.',
  no_amount: 'Enter a number such as 10 or 0.5, or leave this empty.',
};
