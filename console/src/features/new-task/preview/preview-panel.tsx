import type { ReactNode } from 'react';
import { HueMark } from '../../../components/hue/hue.tsx';
import { faultOf } from '../../../components/states/fault-of.ts';
import { useFormats } from '../../../formats/use-formats.ts';
import { saidName } from '../../../words/said-value.ts';
import { useLanguage, useWords } from '../../../words/words-context.tsx';
import { faultAt } from '../faults.ts';
import { labelsOf, propertiesOf } from '../schema/json-schema.ts';
import type { NamedList } from '../schema/values.ts';
import { faultsOf } from '../server-faults.ts';
import type { Editing } from '../use-draft.ts';
import { Combinations } from './combinations.tsx';
import { countOfDraft, PROMPT } from './count-of-draft.ts';
import { LimitMeter } from './limit-meter.tsx';
import styles from './preview-panel.module.css';
import type { usePreview } from './use-preview.ts';

interface Props {
  editing: Editing;
  preview: ReturnType<typeof usePreview>;
  /** Stands before the number where it is made more than once. */
  each?: string;
  /** Content at the bottom of the panel: errors and the button. */
  children: ReactNode;
}

/** Shows the items that the draft would make. */
export function PreviewPanel({ editing, preview, each, children }: Props) {
  const words = useWords();
  const { new_task: w } = words;
  const formats = useFormats();
  const whyNot = useWhyNot(editing);
  const { draft, type, empty } = editing;
  const pictures = type.type === 'image';
  const variables = (pictures ? (draft.values.variables ?? []) : []) as NamedList[];
  const complete = empty.length === 0;
  const count = countOfDraft(editing, preview);
  return (
    <aside className={styles.panel} aria-label={w.preview}>
      <div className={styles.top}>
        <p className={styles.count} aria-live="polite" aria-atomic="true">
          {count === undefined ? (
            <span className={styles.nothing}>{w.preview}</span>
          ) : (
            <>
              {each && <span className={styles.each}>{each} </span>}
              <strong>{formats.number(count)}</strong> {pictures ? w.pictures(count) : w.items(count)}
            </>
          )}
        </p>
        {variables.length > 0 && (
          <p className={styles.product}>
            {variables.map(({ name, values }, place) => (
              <span key={name} className={styles.factor}>
                {place > 0 && <span aria-hidden="true">×</span>}
                <HueMark place={place}>{`${saidName(words, name)} ${formats.number(values.length)}`}</HueMark>
              </span>
            ))}
          </p>
        )}
        {count !== undefined && count > 0 && <LimitMeter count={count} most={type.max_items} />}
      </div>
      {complete && preview.data && !preview.error && count !== undefined ? (
        <Combinations
          key={type.type}
          preview={preview.data}
          count={count}
          prompt={String(draft.values.prompt ?? '')}
          variables={variables}
        />
      ) : (
        <p className={styles.waiting}>{whyNot(complete && preview.error)}</p>
      )}
      <div className={styles.foot}>{children}</div>
    </aside>
  );
}

/** Returns why there is no preview: the answer of the server, or which fields are still empty. */
function useWhyNot({ type, draft, empty }: Editing): (error: unknown) => string {
  const words = useWords();
  const { new_task: w } = words;
  const language = useLanguage();
  const formats = useFormats();
  return (error) => {
    if (error) {
      const faults = faultsOf(error);
      if (faults.length > 0) return faultAt(faults, PROMPT) ?? w.preview_faults;
      const { away, message } = faultOf(error);
      return away ? w.preview_away : message;
    }
    const pictures = type.type === 'image';
    if (pictures && String(draft.values.prompt ?? '').trim() === '') return w.preview_waits;
    const properties = propertiesOf(type);
    const names = empty.map((path) => {
      const property = properties.find(({ name }) => name === path);
      // One of several named lists is called by its own name.
      const name = path.slice(path.indexOf('.') + 1);
      return `“${property ? labelsOf(property, language).title : saidName(words, name)}”`;
    });
    if (names.length === 0) return '';
    return (pictures ? w.preview_waits_values : w.preview_waits_params)(formats.list(names));
  };
}
