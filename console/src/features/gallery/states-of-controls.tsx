import { type ReactNode, useEffect } from 'react';
import { Button } from '../../components/button/button.tsx';
import { IconButton } from '../../components/button/icon-button.tsx';
import { Checkbox } from '../../components/checkbox/checkbox.tsx';
import { TextField } from '../../components/field/text-field.tsx';
import { Switch } from '../../components/switch/switch.tsx';
import styles from './gallery.module.css';
import { useGalleryWords } from './use-gallery-words.ts';

const STATES = ['hover', 'focus-visible', 'active'] as const;
const STATE = /:(hover|focus-visible|active)/g;
/** What can have the focus; the pointer is also on what lies within. */
const WITHIN = { hover: '*', 'focus-visible': ':is(button, input, [role])', active: '*' };

/** The rules of the console for what is pointed at, has the focus or is pressed, for elements within one that says so. */
function shownStates(): CSSStyleSheet {
  const rules: string[] = [];
  const take = (list: CSSRuleList): void => {
    for (const rule of list) {
      if (rule instanceof CSSMediaRule && matchMedia(rule.conditionText).matches) take(rule.cssRules);
      if (!(rule instanceof CSSStyleRule)) continue;
      const selector = rule.selectorText.replaceAll(
        STATE,
        (_, state: keyof typeof WITHIN) => `:is([data-state-shown="${state}"] ${WITHIN[state]})`,
      );
      if (selector !== rule.selectorText) rules.push(`${selector}{${rule.style.cssText}}`);
    }
  };
  for (const sheet of document.styleSheets) take(sheet.cssRules);
  const shown = new CSSStyleSheet();
  shown.replaceSync(rules.join('\n'));
  return shown;
}

/** Shows what a pointer, the keyboard and a press do to the controls, side by side. */
export function StatesOfControls() {
  const w = useGalleryWords();
  useEffect(() => {
    const shown = shownStates();
    document.adoptedStyleSheets.push(shown);
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== shown);
    };
  }, []);
  const names = { hover: w.hover, 'focus-visible': w.focus, active: w.pressed };
  return STATES.map((state) => (
    <Shown key={state} name={names[state]} state={state}>
      <Button look="primary">{w.primary}</Button>
      <Button>{w.secondary}</Button>
      <Button look="quiet">{w.quiet}</Button>
      <Button look="danger">{w.danger}</Button>
      <IconButton icon="retry" label={w.secondary} />
      <Checkbox label={w.label} checked onChecked={() => undefined}>
        {w.label}
      </Checkbox>
      <Switch label={w.label} checked onChecked={() => undefined} />
      <TextField label={w.label} value={w.hint} onValue={() => undefined} />
    </Shown>
  ));
}

/** `inert`: nothing in it takes the focus or a press, whose looks it has. */
const Shown = ({ name, state, children }: { name: string; state: string; children: ReactNode }) => (
  <div className={styles.row}>
    <span className={styles.state}>{name}</span>
    <div className={styles.row} data-state-shown={state} inert>
      {children}
    </div>
  </div>
);
