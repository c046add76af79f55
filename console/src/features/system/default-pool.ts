/** The pool of whatever names none. */
export const DEFAULT_POOL = 'default';
