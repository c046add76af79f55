/** The pool of task types and workers that name none. */
export const DEFAULT_POOL = 'default';
