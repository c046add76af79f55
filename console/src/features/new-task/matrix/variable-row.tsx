import type { TaskType } from '@client';
import type { ComponentProps } from 'react';
import { Button } from '../../../components/button/button.tsx';
import { IconButton } from '../../../components/button/icon-button.tsx';
import fieldStyles from '../../../components/field/field.module.css';
import { HueDot, hueClass, hueOf } from '../../../components/hue/hue.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../components/menu/menu.tsx';
import { DragHandle } from '../../../components/reorder/drag-handle.tsx';
import { TagList } from '../../../components/tag-list/tag-list.tsx';
import { halfWidth } from '../../../formats/half-width.ts';
import { saidName, saidValue, valueSaid } from '../../../words/said-value.ts';
import { useWords, type Words } from '../../../words/words-context.tsx';
import { choicesOf, propertiesOf, valuesOf } from '../schema/json-schema.ts';
import type { NamedList } from '../schema/values.ts';
import { RATIOS } from './ratios.ts';
import styles from './variable-list.module.css';
import { isSpecial, randomSeed, seedsOf } from './variables.ts';

const SEEDS_AT_ONCE = 4;

interface Props {
  variable: NamedList;
  place: number;
  /** The variable was just added, so its field for values takes the focus. */
  fresh: boolean;
  /** Whether the prompt contains its placeholder. */
  used: boolean;
  type: TaskType;
  error: string | undefined;
  /** Whether the server refused the variable itself, rather than one of its values. */
  refused: boolean;
  /** It has the most values of a task with too many items. */
  over: boolean;
  handle: ComponentProps<'button'>;
  onValues(values: string[]): void;
  onInsert(): void;
  onRemove(): void;
}

function valuesTyped(words: Words, name: string, text: string): string[] {
  if (name === 'seed') return seedsOf(text);
  return [name === 'ratio' ? halfWidth(text) : valueSaid(words, name, text)];
}

export function VariableRow({
  variable: { name, values },
  place,
  fresh,
  used,
  type,
  error,
  refused,
  over,
  handle,
  onValues,
  onInsert,
  onRemove,
}: Props) {
  const words = useWords();
  const { new_task: w, components } = words;
  const title = saidName(words, name);
  const schemaOf = (param: string) => propertiesOf(type).find((one) => one.name === param)?.schema ?? {};
  const suggestions =
    name === 'style' ? choicesOf(schemaOf('style')).map(String) : name === 'ratio' ? RATIOS : undefined;
  const examples: Record<string, string> = {
    seed: w.seed_example,
    style: w.style_example,
    ratio: w.ratio_example,
  };
  const most = valuesOf(schemaOf('variables'))?.maxItems ?? 50;
  const add = (more: string[]) => onValues([...new Set([...values, ...more])].slice(0, most));
  return (
    <div className={hueClass(styles.row)} {...hueOf(place)}>
      <div className={styles.head}>
        <DragHandle of={title} className={styles.handle} {...handle} />
        <HueDot place={place} />
        <span className={styles.name}>{title}</span>
        <span className={styles.count}>{components.tags_count(values.length)}</span>
        <Menu trigger={<IconButton icon="more" label={w.actions_for(title)} />}>
          {name === 'seed' && (
            <MenuItem icon="plus" onClick={() => add(Array.from({ length: SEEDS_AT_ONCE }, randomSeed))}>
              {w.random_seeds(SEEDS_AT_ONCE)}
            </MenuItem>
          )}
          {!isSpecial(name) && (
            <MenuItem icon="plus" disabled={values.includes('')} onClick={() => add([''])}>
              {w.add_nothing}
            </MenuItem>
          )}
          <MenuItem icon="close" disabled={values.length === 0} onClick={() => onValues([])}>
            {w.remove_values}
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon="trash" danger onClick={onRemove}>
            {w.remove_variable}
          </MenuItem>
        </Menu>
      </div>
      <TagList
        label={w.values_of(title)}
        values={values}
        onValues={onValues}
        most={most}
        autoFocus={fresh}
        placeholder={examples[name] ?? w.values_example}
        {...(suggestions && { suggestions })}
        say={(value) => saidValue(words, name, value)}
        read={(text) => valuesTyped(words, name, text)}
        invalid={error !== undefined || refused || over}
      />
      {error && (
        <p className={fieldStyles.error} role="alert">
          {error}
        </p>
      )}
      {!used && !isSpecial(name) && (
        <p className={styles.unused} data-bad={refused} role={refused ? 'alert' : undefined}>
          {w.unused(name)}
          <Button size="s" look="quiet" onClick={onInsert}>
            {w.insert}
          </Button>
          <Button size="s" look="quiet" onClick={onRemove}>
            {w.remove_variable}
          </Button>
        </p>
      )}
    </div>
  );
}
