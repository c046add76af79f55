import { useMutation } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { api } from '../../api/client.ts';
import { Button } from '../../components/button/button.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { Page } from '../../components/page/page.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { hasPage } from '../../router/routes.ts';
import { useWords, type Words } from '../../words/words-context.tsx';
import styles from './welcome.module.css';

const exampleOf = (w: Words['welcome']) => ({
  type: 'image',
  name: w.example_name,
  params: {
    prompt: w.prompt,
    variables: {
      [w.animal]: [w.animal_1, w.animal_2, w.animal_3],
      [w.place]: [w.place_1, w.place_2, w.place_3],
    },
    size: 384,
  },
});

/** Shown while there are no tasks: one button creates nine pictures. */
export function Welcome() {
  const { welcome: w } = useWords();
  const [, navigate] = useLocation();
  const start = useMutation({
    mutationFn: () => api.createTask(exampleOf(w)),
    onSuccess: (task) => navigate(`/tasks/${task.id}`),
  });
  const animals = [w.animal_1, w.animal_2, w.animal_3];
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
            {w.later}{' '}
            {hasPage('/tasks/new') && (
              <>
                <Link href="/tasks/new">{w.new_task}</Link>
                {' · '}
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
          {animals.map((animal, row) => [
            <span key={animal} className={styles.label}>
              {animal}
            </span>,
            ...places.map((place, column) => (
              <span key={place} className={styles.cell} data-tone={(row + column) % 5} />
            )),
          ])}
        </div>
      </div>
    </Page>
  );
}
