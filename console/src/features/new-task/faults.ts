/** An error of the field with this path; the message is a sentence. */
export interface FieldFault {
  path: string;
  message: string;
}

const isUnder = (path: string, top: string): boolean =>
  top === '' || path === top || path.startsWith(`${top}.`);

/** The text to show at the field with this path, including errors inside it, one a line; undefined if there are none. An empty path includes everything. */
export function faultAt(faults: readonly FieldFault[], top: string): string | undefined {
  const messages = faults.filter(({ path }) => isUnder(path, top)).map(({ message }) => message);
  return messages.length > 0 ? [...new Set(messages)].join('\n') : undefined;
}

/**
 * The same for a field whose text has fields of its own (JSON): each message begins with the name of the inner field, as `label` writes
 * it.
 */
export const faultWithin = (faults: readonly FieldFault[], top: string, label: (name: string) => string) =>
  faultAt(
    faults.map(({ path, message }) =>
      path.startsWith(`${top}.`)
        ? { path, message: label(path.slice(top.length + 1)) + message }
        : { path, message },
    ),
    top,
  );

/** Errors that belong to no field of the form. */
export const faultsElsewhere = (
  faults: readonly FieldFault[],
  shown: readonly string[],
): readonly FieldFault[] => faults.filter(({ path }) => !shown.some((top) => isUnder(path, top)));

/** The errors without those of a field that was edited since. */
export const faultsWithout = (faults: readonly FieldFault[], top: string): FieldFault[] =>
  faults.filter(({ path }) => !isUnder(path, top));
