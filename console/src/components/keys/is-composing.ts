/** The code of a key that an input method took: Safari ends the composition before the key that ends it. */
const OF_INPUT_METHOD = 229;

/** Whether the key belongs to an input method, which is composing a word, and thus is no key of the page. */
export const isComposing = ({
  isComposing: composes,
  keyCode,
}: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean => composes || keyCode === OF_INPUT_METHOD;
