/** How many elements above the pointer are looked at: what is cut may hold what is pointed at. */
const ABOVE = 4;
/** A longer text would cover the page. */
const LONGEST = 600;

function isCut(element: HTMLElement): boolean {
  const { textOverflow, webkitLineClamp } = getComputedStyle(element);
  if (textOverflow === 'ellipsis' && element.scrollWidth > element.clientWidth) return true;
  return webkitLineClamp !== 'none' && element.scrollHeight > element.clientHeight;
}

/** Text that is cut short shows whole while the pointer rests on it. One listener for all pages, because only the layout decides what is cut. */
export function showCutText(): void {
  document.addEventListener('pointerover', ({ target }) => {
    let element = target instanceof HTMLElement ? target : null;
    for (let step = 0; element && step < ABOVE; step++, element = element.parentElement) {
      // A title that is not from here stays.
      const given = element.dataset.cut !== undefined;
      if (element.title && !given) return;
      if (isCut(element)) {
        const text = element instanceof HTMLInputElement ? element.value : element.innerText;
        element.title = text.trim().slice(0, LONGEST);
        element.dataset.cut = '';
        return;
      }
      if (given) element.removeAttribute('title');
    }
  });
}
