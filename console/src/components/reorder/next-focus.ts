import { frontDialog } from '../dialog/front-dialog.ts';

type Find = () => HTMLElement | null | undefined;

/** Keys that press what has the focus. Pressed again in a hurry, they must not keep the focus from being found again. */
const PRESSES = ['Enter', ' '];
const INPUTS = ['keydown', 'pointerdown', 'wheel'] as const;

/** Nothing has the focus, or only the page as a whole. */
const isLost = (): boolean => {
  const now = document.activeElement;
  return now === null || now === document.body || now.id === 'content';
};

/** While a dialog is open, a lost focus is its own to find again. */
const isBehindDialog = (element: HTMLElement): boolean => {
  const dialog = frontDialog();
  return dialog !== undefined && !dialog.contains(element);
};

/**
 * Where the keyboard goes on when what has the focus disappears, moves, or is not drawn yet. An answer, the drawing of what it changes
 * and the next frame come in any order, so what was wished for holds until somebody presses another key, points or scrolls: each change
 * of the page is looked at in the frame after it.
 */
class NextFocus {
  /** What takes a lost focus, the newest first. */
  #finds: Find[] = [];
  /** What takes the focus as soon as it is there, even if it is not lost. */
  #wanted: Find | null = null;
  #frame = 0;
  readonly #drawn = new MutationObserver(() => this.#look());

  want(find: Find): void {
    this.#wanted = find;
    this.ifLost(find);
  }

  ifLost(find: Find): void {
    if (this.#finds.length === 0) {
      this.#drawn.observe(document, { childList: true, subtree: true, attributeFilter: ['aria-invalid'] });
      for (const input of INPUTS) addEventListener(input, this.#onInput, { capture: true, passive: true });
    }
    this.#finds.unshift(find);
    this.#look();
  }

  #look(): void {
    this.#frame ||= requestAnimationFrame(() => this.#move());
  }

  #move(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const wanted = this.#wanted?.();
    if (wanted) {
      this.#wanted = null;
      wanted.focus();
    } else if (isLost()) this.#moveLost();
  }

  #moveLost(): void {
    const content = document.getElementById('content');
    let next: HTMLElement | null | undefined;
    for (const find of this.#finds) next ??= find();
    next ??= content;
    if (next && next !== document.activeElement && !isBehindDialog(next)) next.focus();
  }

  readonly #onInput = (event: Event): void => {
    const key = event instanceof KeyboardEvent ? event.key : null;
    if (key !== null && PRESSES.includes(key)) return;
    // A key that comes before the frame goes on from where the focus belongs.
    if (key !== null && this.#frame !== 0) this.#move();
    this.#finds = [];
    this.#wanted = null;
    this.#drawn.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    for (const input of INPUTS) removeEventListener(input, this.#onInput, { capture: true });
  };
}

export const nextFocus = new NextFocus();
