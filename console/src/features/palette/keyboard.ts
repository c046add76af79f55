const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The label of the command key on this system: ⌘ or Ctrl. */
export const COMMAND = apple ? '⌘' : 'Ctrl';

export const isCommand = (event: KeyboardEvent): boolean => (apple ? event.metaKey : event.ctrlKey);
