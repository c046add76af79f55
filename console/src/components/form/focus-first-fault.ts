/** Once the faults are shown: into the first field that has one. */
export function focusFirstFault(form: HTMLFormElement | null): void {
  requestAnimationFrame(() =>
    form?.querySelector<HTMLElement>('input[aria-invalid=true], textarea[aria-invalid=true]')?.focus(),
  );
}
