/** What kind of thing is dragged, so that nothing else can be dropped on an axis. */
export const VARIABLE = 'application/x-matrix-variable';
