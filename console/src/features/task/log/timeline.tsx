import type { TaskDetail } from '@client';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import styles from './log.module.css';
import { stepsOf } from './timeline-steps.ts';

/** The steps of the task with their times. */
export function Timeline({ task }: { task: TaskDetail }) {
  const words = useWords();
  const formats = useFormats();
  const { task: w } = words;
  return (
    <ol className={styles.steps} aria-label={w.timeline}>
      {stepsOf(task, words, formats).map(({ key, name, at, more, status, left_out }) => (
        <li key={key} data-done={at !== null} data-status={status} data-left-out={left_out}>
          {left_out ? <span>{name}</span> : <strong>{name}</strong>}
          {!left_out && (at ? <Moment at={at} /> : <span>{w.not_yet}</span>)}
          {more.map((text) => (
            <span key={text} className={styles.more}>
              {text}
            </span>
          ))}
        </li>
      ))}
    </ol>
  );
}

function Moment({ at }: { at: string }) {
  const formats = useFormats();
  return (
    <time dateTime={at} title={formats.zonedTime(at)}>
      {formats.fullTime(at)}
    </time>
  );
}
