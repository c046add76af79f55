import { isComposing } from '../keys/is-composing.ts';

/** Whether a pressed letter belongs to a text field, or to an open dialog or menu, and is thus no shortcut. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  if (isComposing(event)) return true;
  if (!target?.closest) return false;
  if (target.closest('input:not([type=checkbox]), textarea, select, [contenteditable=true]')) return true;
  return target.closest('[role=dialog], [role=menu], [role=listbox], [role=alertdialog]') !== null;
}
