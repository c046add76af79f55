import type { Schedule } from '@client';
import { Mark } from '../../components/badge/badge.tsx';
import { FactLine } from '../../components/facts/fact-line.tsx';
import { Page, Section } from '../../components/page/page.tsx';
import { Unshown } from '../../components/page/unshown.tsx';
import { Until } from '../../components/time/until.tsx';
import { notify } from '../../components/toast/toast.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { useLanguage } from '../../words/words-context.tsx';
import { useTaskTypes } from '../tasks/use-task-types.ts';
import { DeleteSchedule } from './delete-schedule.tsx';
import { LastRun } from './last-run.tsx';
import { ScheduleActions } from './schedule-actions.tsx';
import { ScheduleForm } from './schedule-form.tsx';
import styles from './schedules.module.css';
import { useOwnTime } from './use-own-time.ts';
import { useScheduleWords } from './use-schedule-words.ts';
import { useSchedule } from './use-schedules.ts';

export default function SchedulePage({ params }: { params: Record<string, string> }) {
  const w = useScheduleWords();
  const language = useLanguage();
  const types = useTaskTypes();
  const { data: schedule, error, refetch } = useSchedule(params.id ?? '');
  if (!schedule)
    return (
      <Unshown up={{ to: '/schedules', label: w.title }} title={w.one} error={error} onRetry={refetch} />
    );
  const { id, name, text, is_active } = schedule;
  return (
    <Page
      up={{ to: '/schedules', label: w.title }}
      title={name}
      text={text[language]}
      beside={is_active ? <Mark tone="ok">{w.active}</Mark> : <Mark>{w.off}</Mark>}
      actions={<ScheduleActions schedule={schedule} />}
    >
      {types.data && (
        <ScheduleForm
          key={id}
          types={types.data}
          schedule={schedule}
          above={
            <Section title={w.outcome}>
              <Outcome schedule={schedule} />
            </Section>
          }
          below={
            <Section title={w.danger} text={w.danger_text} actions={<DeleteSchedule schedule={schedule} />} />
          }
          onSent={() => notify(w.saved)}
        />
      )}
    </Page>
  );
}

function Outcome({ schedule }: { schedule: Schedule }) {
  const w = useScheduleWords();
  const formats = useFormats();
  const ownTime = useOwnTime();
  const { next_run_at, time_zone } = schedule;
  const own = next_run_at ? ownTime(next_run_at, time_zone) : '';
  return (
    <dl className={styles.facts}>
      <dt>{w.next}</dt>
      <dd>
        {next_run_at ? (
          <span className={styles.outcome}>
            {formats.moment(next_run_at, time_zone)}
            <span className={styles.quiet}>
              <FactLine>
                <span>{time_zone}</span>
                {own && <span>{own}</span>}
                <span>
                  <Until time={next_run_at} />
                </span>
              </FactLine>
            </span>
          </span>
        ) : (
          <span className={styles.quiet}>{w.no_next}</span>
        )}
      </dd>
      <dt>{w.last}</dt>
      <dd>
        <LastRun schedule={schedule} />
      </dd>
    </dl>
  );
}
