import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSubmitKey } from '../form/use-submit-by-key.ts';
import { isTyping } from '../search-box/is-typing.ts';
import { isComposing } from './is-composing.ts';

const enter = (more: object) =>
  ({ key: 'Enter', keyCode: 13, isComposing: false, ctrlKey: true, ...more }) as KeyboardEvent;

test('a key of an input method is no key of the page, also where Safari ends the composition first', () => {
  for (const [event, composes] of [
    [enter({}), false],
    [enter({ isComposing: true }), true],
    [enter({ keyCode: 229 }), true],
  ] as const) {
    assert.equal(isComposing(event), composes);
    assert.equal(isSubmitKey(event), !composes);
    assert.equal(isTyping(event), composes);
  }
});
