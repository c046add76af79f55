import type { TaskDetail } from '@client';
import { useState } from 'react';
import { Button } from '../../components/button/button.tsx';
import { CopyButton } from '../../components/copy/copy-button.tsx';
import { Section } from '../../components/page/page.tsx';
import { scrolls } from '../../components/scroll/scrolls.ts';
import { Values } from '../../components/values/values.tsx';
import { useWords } from '../../words/words-context.tsx';
import styles from './task.module.css';
import { useParams } from './use-params.ts';

/** The parameters of the task, in words or as the JSON that the API accepts. */
export function TaskParams({ task: { params, type } }: { task: TaskDetail }) {
  const { task: w } = useWords();
  const { ordered, titleOf, say, variables } = useParams(type, params);
  const [raw, setRaw] = useState(false);
  const text = JSON.stringify(params, null, 2);
  return (
    <Section
      title={w.params}
      actions={
        <>
          {raw && <CopyButton text={text} />}
          <Button look="quiet" size="s" aria-pressed={raw} onClick={() => setRaw(!raw)}>
            {raw ? w.as_words : w.as_json}
          </Button>
        </>
      }
    >
      {raw ? (
        <pre className={styles.json} {...scrolls(w.params)}>
          {text}
        </pre>
      ) : (
        <Values value={ordered} titleOf={titleOf} say={say} variables={variables} />
      )}
    </Section>
  );
}
