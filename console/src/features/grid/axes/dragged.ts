/** The drag data type of variables, so that nothing else can be dropped on an axis. */
export const VARIABLE = 'application/x-matrix-variable';
