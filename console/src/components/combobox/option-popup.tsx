import { Combobox as Base } from '@base-ui/react/combobox';
import type { RefObject } from 'react';
import { useWords } from '../../words/words-context.tsx';
import { classes } from '../classes.ts';
import { Chosen } from '../menu/chosen.tsx';
import menu from '../menu/menu.module.css';
import type { Option } from '../select/select.tsx';
import styles from './combobox.module.css';

interface Props {
  /** As wide as the field. */
  wide: boolean;
  /** The element to which it is attached. Default: the input. */
  anchor?: RefObject<HTMLElement | null>;
}

/** The list of options that fit what was typed. */
export function OptionPopup({ wide, anchor }: Props) {
  const { components: w } = useWords();
  return (
    <Base.Portal>
      <Base.Positioner className={menu.positioner} anchor={anchor} align="start" sideOffset={4}>
        <Base.Popup className={classes(menu.popup, styles.popup, wide && styles.wide)}>
          <Base.Empty className={styles.empty}>{w.no_match}</Base.Empty>
          <Base.List>
            {(option: Option<string>) => (
              <Base.Item key={option.value} value={option} className={classes(menu.item, menu.choice)}>
                {option.label}
                {option.hint && <span className={menu.hint}>{option.hint}</span>}
                <Chosen mark={Base.ItemIndicator} />
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}
