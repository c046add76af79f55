import type { MouseEvent } from 'react';
import { flushSync } from 'react-dom';
import { Button, type ButtonProps } from '../button/button.tsx';

/** A click that a key has caused, as Enter in a field does, has no pointer to keep up with. */
const isByKey = (event: MouseEvent): boolean => event.detail === 0;

/**
 * The submit button of a page whose fields take what is typed when they lose the focus, and grow by it: the button would move away under
 * the pointer before it is clicked. So the field keeps the focus until the click, and the form is sent with what it took then.
 */
export function SteadySubmit(props: Omit<ButtonProps, 'type' | 'onClick' | 'onMouseDown'>) {
  const send = (event: MouseEvent<HTMLButtonElement>) => {
    if (isByKey(event)) return;
    event.preventDefault();
    const { currentTarget: button } = event;
    // The page is drawn at once with what the field took, so that this is sent.
    flushSync(() => button.focus());
    button.form?.requestSubmit();
  };
  return (
    <Button
      look="primary"
      {...props}
      type="submit"
      onMouseDown={(event) => event.preventDefault()}
      onClick={send}
    />
  );
}
