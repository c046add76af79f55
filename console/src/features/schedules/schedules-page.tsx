import type { Schedule } from '@client';
import { Link } from 'wouter';
import { may } from '../../api/permissions.ts';
import { Mark } from '../../components/badge/badge.tsx';
import { ButtonLink } from '../../components/button/button-link.tsx';
import { FactLine } from '../../components/facts/fact-line.tsx';
import { Page } from '../../components/page/page.tsx';
import { ShowMore } from '../../components/pager/show-more.tsx';
import { Failed, Loading, State } from '../../components/states/states.tsx';
import { Table } from '../../components/table/table.tsx';
import { Until } from '../../components/time/until.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { useUser } from '../../session/use-session.ts';
import { useLanguage, useWords } from '../../words/words-context.tsx';
import { LastRun } from './last-run.tsx';
import styles from './schedules.module.css';
import { useOwnTime } from './use-own-time.ts';
import { useScheduleWords } from './use-schedule-words.ts';
import { useSchedules } from './use-schedules.ts';

export default function SchedulesPage() {
  const w = useScheduleWords();
  const me = useUser();
  const { first, items: schedules, error, refetch, more } = useSchedules();
  const empty = first !== undefined && schedules.length === 0;
  const everybody = may(me, 'delete');
  const columns = [
    { key: 'name', label: w.name },
    { key: 'when', label: w.when },
    ...(everybody ? [{ key: 'owner', label: w.owner }] : []),
    { key: 'next', label: w.next },
    { key: 'last', label: w.last },
  ];
  const create = (
    <ButtonLink to="/schedules/new" look="primary" icon="plus">
      {w.new}
    </ButtonLink>
  );
  return (
    <Page
      title={w.title}
      text={first && first.total > 0 && w.found(first.total, first.total_capped === true)}
      actions={!empty && create}
    >
      {!first && (error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading />)}
      {empty && (
        <State icon="calendar" title={w.empty_title} text={w.empty_text}>
          {create}
        </State>
      )}
      {schedules.length > 0 && (
        <Table label={w.title} columns={columns}>
          {schedules.map((schedule) => (
            <Row key={schedule.id} schedule={schedule} everybody={everybody} />
          ))}
        </Table>
      )}
      <ShowMore {...more} />
    </Page>
  );
}

function Row({ schedule, everybody }: { schedule: Schedule; everybody: boolean }) {
  const w = useScheduleWords();
  const { components } = useWords();
  const language = useLanguage();
  const formats = useFormats();
  const ownTime = useOwnTime();
  const { id, name, text, time_zone, owner, next_run_at } = schedule;
  const own = next_run_at ? ownTime(next_run_at, time_zone) : '';
  return (
    <tr>
      <th scope="row">
        <Link href={`/schedules/${id}`} className={styles.name}>
          {name}
        </Link>
      </th>
      <td className={styles.when}>
        {text[language]}
        <span className={styles.zone}>{time_zone}</span>
      </td>
      {everybody && <td>{owner?.fullname || owner?.email || components.none}</td>}
      <td className={styles.time}>
        {next_run_at ? (
          <>
            {formats.time(next_run_at, time_zone)}
            <span className={styles.zone}>
              <FactLine small>
                {own && <span>{own}</span>}
                <span>
                  <Until time={next_run_at} />
                </span>
              </FactLine>
            </span>
          </>
        ) : (
          <Mark>{w.off}</Mark>
        )}
      </td>
      <td className={styles.time}>
        <LastRun schedule={schedule} short />
      </td>
    </tr>
  );
}
