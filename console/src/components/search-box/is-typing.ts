/** Letters belong to whoever is typing, and to a dialog or menu that is open. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  if (event.isComposing || !target?.closest) return event.isComposing;
  if (target.closest('input:not([type=checkbox]), textarea, select, [contenteditable=true]')) return true;
  return target.closest('[role=dialog], [role=menu], [role=listbox], [role=alertdialog]') !== null;
}
