const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** What the key beside the space bar is called here. */
export const COMMAND = apple ? '⌘' : 'Ctrl';

export const isCommand = (event: KeyboardEvent): boolean => (apple ? event.metaKey : event.ctrlKey);
