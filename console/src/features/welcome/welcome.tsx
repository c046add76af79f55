import { useMutation } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../api/client.ts';
import { Button } from '../../components/button/button.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { Page } from '../../components/page/page.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { hasPage } from '../../router/routes.ts';
import { useLeave } from '../../router/use-leave.ts';
import { welcome as en } from '../../words/en/welcome.ts';
import type { Like } from '../../words/shape.ts';
import { useOwnWords } from '../../words/words-context.tsx';
import { welcome as zh } from '../../words/zh/welcome.ts';
import styles from './welcome.module.css';

const WORDS = { en, zh };

const exampleOf = (w: Like<typeof en>) => ({
  type: 'image',
  name: w.example_name,
  params: {
    prompt: w.prompt,
    variables: {
      [w.time]: [w.time_1, w.time_2, w.time_3],
      [w.place]: [w.place_1, w.place_2, w.place_3],
    },
    size: 384,
  },
});

function useExample() {
  const w = useOwnWords(WORDS);
  const leave = useLeave();
  return useMutation({
    mutationFn: () => api.createTask(exampleOf(w)),
    onSuccess: (task) => leave(`/tasks/${task.id}`),
  });
}

/** Shown above the tasks of others: the same button in one line. */
export function ShortWelcome() {
  const w = useOwnWords(WORDS);
  const start = useExample();
  return (
    <section className={styles.short} aria-label={w.title}>
      {start.error && <Notice tone="bad">{faultOf(start.error).message}</Notice>}
      <p>{w.none_yours}</p>
      <Button icon="grid" busy={start.isPending} onClick={() => start.mutate()}>
        {w.start}
      </Button>
    </section>
  );
}

/** Shown while there are no tasks: one button creates nine pictures. */
export function Welcome() {
  const w = useOwnWords(WORDS);
  const start = useExample();
  const times = [w.time_1, w.time_2, w.time_3];
  const places = [w.place_1, w.place_2, w.place_3];
  return (
    <Page title={w.title} text={w.text}>
      {start.error && <Notice tone="bad">{faultOf(start.error).message}</Notice>}
      <div className={styles.welcome}>
        <div className={styles.actions}>
          <Button look="primary" icon="grid" busy={start.isPending} onClick={() => start.mutate()}>
            {w.start}
          </Button>
          <p className={styles.other}>
            {w.later}
            {hasPage('/tasks/new') && (
              <>
                <Link href="/tasks/new">{w.new_task}</Link>
                {w.or}
              </>
            )}
            <a href="/docs" target="_blank" rel="noreferrer">
              {w.docs}
            </a>
          </p>
        </div>
        <div className={styles.grid} aria-hidden="true">
          <span />
          {places.map((place) => (
            <span key={place} className={styles.label}>
              {place}
            </span>
          ))}
          {times.map((time, row) => [
            <span key={time} className={styles.label}>
              {time}
            </span>,
            ...places.map((place, column) => (
              <span
                key={place}
                className={styles.cell}
                style={{ backgroundPosition: `${column * 50}% ${row * 50}%` }}
                data-sample
              />
            )),
          ])}
        </div>
      </div>
    </Page>
  );
}
