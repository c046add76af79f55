import type { TaskType } from '@client';
import { api } from '../../api/client.ts';
import { may } from '../../api/permissions.ts';
import { Mark } from '../../components/badge/badge.tsx';
import { Button } from '../../components/button/button.tsx';
import { Section } from '../../components/page/page.tsx';
import { Failed, Loading } from '../../components/states/states.tsx';
import { Table } from '../../components/table/table.tsx';
import { Ago } from '../../components/time/ago.tsx';
import { useUser } from '../../session/use-session.ts';
import { useLanguage } from '../../words/words-context.tsx';
import { useTaskTypes } from '../tasks/use-task-types.ts';
import { HeldTasks } from './held-tasks.tsx';
import styles from './system.module.css';
import { isLimited, TypeLimits } from './type-limits.tsx';
import { useOperation } from './use-system.ts';
import { useSystemWords } from './use-system-words.ts';

/** The task types, and whether they are paused. */
export function Types() {
  const w = useSystemWords();
  const { data, error, refetch } = useTaskTypes();
  const limited = data?.some(isLimited) ?? false;
  const columns = [
    { key: 'type', label: w.type },
    { key: 'state', label: w.state },
    // Its definition sets them: where no type has any, there is nothing to see.
    ...(limited ? [{ key: 'limits', label: w.limits }] : []),
    { key: 'actions', label: w.actions, hidden: true },
  ];
  return (
    <Section title={w.types} text={w.types_text}>
      {!data && (error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={2} />)}
      {data && (
        <Table label={w.types} columns={columns}>
          {data.map((type) => (
            <Row key={type.type} type={type} limited={limited} />
          ))}
        </Table>
      )}
    </Section>
  );
}

function Row({ type: shown, limited }: { type: TaskType; limited: boolean }) {
  const { type, title, paused_at } = shown;
  const w = useSystemWords();
  const name = title[useLanguage()];
  const admin = may(useUser(), 'admin');
  const pause = useOperation(() => api.pauseTaskType({ type }), w.paused_toast(name));
  const resume = useOperation(() => api.resumeTaskType({ type }), w.resumed_toast(name));
  return (
    <tr>
      <th scope="row">
        <span className={styles.host}>{name}</span>
        {type !== name && <span className={styles.under}>{type}</span>}
      </th>
      <td>
        {paused_at ? (
          <span className={styles.paused}>
            <Mark tone="warn">{w.paused}</Mark> <Ago time={paused_at} />
            <HeldTasks type={type} />
          </span>
        ) : (
          <Mark tone="ok">{w.type_running}</Mark>
        )}
      </td>
      {limited && (
        <td>
          <TypeLimits type={shown} />
        </td>
      )}
      <td data-actions className={styles.action}>
        {admin &&
          (paused_at ? (
            <Button
              size="s"
              icon="play"
              aria-label={w.resume_of(name)}
              busy={resume.isPending}
              onClick={() => resume.mutate(undefined)}
            >
              {w.resume}
            </Button>
          ) : (
            <Button
              size="s"
              icon="pause"
              aria-label={w.pause_of(name)}
              busy={pause.isPending}
              onClick={() => pause.mutate(undefined)}
            >
              {w.pause}
            </Button>
          ))}
      </td>
    </tr>
  );
}
