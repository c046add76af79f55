/** How many elements above the pointer are looked at: what is cut may hold what is pointed at. */
const ABOVE = 4;
/** A longer text would cover the page. */
const LONGEST = 600;
/** Between a text and what shows it whole, in pixels. */
const GAP = 6;

function isCut(element: HTMLElement): boolean {
  const { textOverflow, webkitLineClamp } = getComputedStyle(element);
  if (textOverflow === 'ellipsis' && element.scrollWidth > element.clientWidth) return true;
  return webkitLineClamp !== 'none' && element.scrollHeight > element.clientHeight;
}

const wholeOf = (element: HTMLElement): string =>
  (element instanceof HTMLInputElement ? element.value : element.innerText).trim().slice(0, LONGEST);

/** What is pointed at, and what holds it. */
function* around(target: EventTarget | null): Generator<HTMLElement> {
  let element = target instanceof HTMLElement ? target : null;
  for (let step = 0; element && step < ABOVE; step++, element = element.parentElement) yield element;
}

function showTitle(target: EventTarget | null): void {
  for (const element of around(target)) {
    // A title that is not from here stays.
    const given = element.dataset.cut !== undefined;
    if (element.title && !given) return;
    if (isCut(element)) {
      element.title = wholeOf(element);
      element.dataset.cut = '';
      return;
    }
    if (given) element.removeAttribute('title');
  }
}

/** A finger rests on nothing: what it taps stands beside it, whole, until it does something else. Screen readers read it anyway. */
function showBeside(target: EventTarget | null): void {
  if (!(target instanceof HTMLElement) || target.closest('a, button, input, label, summary, [role=gridcell]'))
    return;
  const cut = [...around(target)].find(isCut);
  if (!cut) return;
  const shown = document.createElement('p');
  shown.className = 'whole-text';
  shown.ariaHidden = 'true';
  shown.textContent = wholeOf(cut);
  document.body.append(shown);
  const { top, bottom, left } = cut.getBoundingClientRect();
  const { width, height } = shown.getBoundingClientRect();
  shown.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
  shown.style.top = `${bottom + GAP + height < innerHeight ? bottom + GAP : top - GAP - height}px`;
  const end = new AbortController();
  const away = () => {
    shown.remove();
    end.abort();
  };
  for (const input of ['pointerdown', 'scroll', 'keydown'])
    addEventListener(input, away, { capture: true, signal: end.signal });
}

/** Text that is cut short shows whole while the pointer rests on it, or at a tap. One listener for all pages, because only the layout decides what is cut. */
export function showCutText(): void {
  document.addEventListener('pointerover', ({ target }) => showTitle(target));
  document.addEventListener('click', (event) => {
    if (event instanceof PointerEvent && event.pointerType === 'touch') showBeside(event.target);
  });
}
