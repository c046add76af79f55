import type { ReactNode } from 'react';
import { HueMark } from '../../../components/hue/hue.tsx';
import { faultOf } from '../../../components/states/fault-of.ts';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import type { NamedList } from '../schema/values.ts';
import { faultsOf } from '../server-faults.ts';
import type { Editing } from '../use-draft.ts';
import { Combinations } from './combinations.tsx';
import { countOfDraft } from './count-of-draft.ts';
import { LimitMeter } from './limit-meter.tsx';
import styles from './preview-panel.module.css';
import type { usePreview } from './use-preview.ts';

interface Props {
  editing: Editing;
  preview: ReturnType<typeof usePreview>;
  /** Content at the bottom of the panel: errors and the button. */
  children: ReactNode;
}

/** Shows the items that the draft would make. */
export function PreviewPanel({ editing, preview, children }: Props) {
  const { new_task: w } = useWords();
  const formats = useFormats();
  const { draft, type, empty } = editing;
  const pictures = type.type === 'image';
  const variables = (pictures ? (draft.values.variables ?? []) : []) as NamedList[];
  const whyNot = (error: unknown) => {
    if (faultsOf(error).length > 0) return w.preview_faults;
    const { away, message } = faultOf(error);
    return away ? w.preview_away : message;
  };
  const complete = empty.length === 0;
  const count = countOfDraft(editing, preview);
  return (
    <aside className={styles.panel} aria-label={w.preview}>
      <div className={styles.top}>
        <p className={styles.count} aria-live="polite">
          {count === undefined ? (
            <span className={styles.nothing}>{w.preview}</span>
          ) : (
            <>
              <strong>{formats.number(count)}</strong> {pictures ? w.pictures(count) : w.items(count)}
            </>
          )}
        </p>
        {variables.length > 0 && (
          <p className={styles.product}>
            {variables.map(({ name, values }, place) => (
              <span key={name} className={styles.factor}>
                {place > 0 && <span aria-hidden="true">×</span>}
                <HueMark place={place}>{`${name} ${formats.number(values.length)}`}</HueMark>
              </span>
            ))}
          </p>
        )}
        {count !== undefined && count > 0 && <LimitMeter count={count} most={type.max_items} />}
      </div>
      {complete && preview.data && !preview.error ? (
        <Combinations
          key={type.type}
          preview={preview.data}
          prompt={String(draft.values.prompt ?? '')}
          variables={variables}
        />
      ) : (
        <p className={styles.waiting}>
          {complete && preview.error
            ? whyNot(preview.error)
            : pictures
              ? w.preview_waits
              : w.preview_waits_params}
        </p>
      )}
      <div className={styles.foot}>{children}</div>
    </aside>
  );
}
