import { Badge, Mark } from '../../components/badge/badge.tsx';
import { Page } from '../../components/page/page.tsx';
import { Failed, Loading } from '../../components/states/states.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import { Charts } from './charts/charts.tsx';
import { Figures } from './figures.tsx';
import { Health } from './health.tsx';
import { Pools } from './pools.tsx';
import styles from './system.module.css';
import { Types } from './types.tsx';
import { useSystem } from './use-system.ts';
import { useSystemWords } from './use-system-words.ts';
import { Workers } from './workers.tsx';

/** The state of the system, its throughput, and the actions of administrators. */
export default function SystemPage() {
  const w = useSystemWords();
  const { components } = useWords();
  const formats = useFormats();
  const { data, error, dataUpdatedAt, refetch } = useSystem();
  return (
    <Page
      title={w.title}
      beside={
        data && (
          <>
            <Badge>{data.mode === 'embedded' ? w.mode_embedded : w.mode_scaled}</Badge>
            <span role="status">
              {error && (
                <Mark tone="warn">
                  {components.as_of(formats.clock(new Date(dataUpdatedAt).toISOString()))}
                </Mark>
              )}
            </span>
          </>
        )
      }
      // A line of its own from the beginning: what stands below it stays.
      text={data ? w.running_since(data.version, formats.time(data.started_at)) : '\u00a0'}
    >
      {data ? (
        <div className={styles.overview}>
          <Figures system={data} />
          <Health parts={data.parts} />
        </div>
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <div className={styles.overviewSoon}>
          <Loading lines={3} />
        </div>
      )}
      <Charts />
      <Workers
        embedded={data?.mode === 'embedded'}
        version={data?.version}
        pooled={(data?.pools.length ?? 0) > 1}
      />
      <Types />
      {/* Last: where there are several, it comes later than what would else stand below it. */}
      {data && <Pools pools={data.pools} />}
    </Page>
  );
}
