/** Focuses the first invalid field once the errors have been drawn. */
export function focusFirstFault(form: HTMLFormElement | null): void {
  requestAnimationFrame(() =>
    form?.querySelector<HTMLElement>('input[aria-invalid=true], textarea[aria-invalid=true]')?.focus(),
  );
}
