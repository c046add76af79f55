const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The label of the command key on this system: ⌘ or Ctrl. */
export const COMMAND = apple ? '⌘' : 'Ctrl';

/** Whether shortcuts are of use here: phones and tablets have no keyboard, as a rule. */
export const hasKeyboard = (): boolean => !matchMedia('(pointer: coarse)').matches;

export const isCommand = (event: KeyboardEvent): boolean => (apple ? event.metaKey : event.ctrlKey);
