import { Badge } from '../../components/badge/badge.tsx';
import { Page, Section } from '../../components/page/page.tsx';
import { Failed, Loading } from '../../components/states/states.tsx';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import { Charts } from './charts/charts.tsx';
import { Figures } from './figures.tsx';
import { Health } from './health.tsx';
import { Pools } from './pools.tsx';
import { Types } from './types.tsx';
import { useSystem } from './use-system.ts';
import { Workers } from './workers.tsx';

/** How the system is, what it did, and what an administrator may do about it. */
export default function SystemPage() {
  const { system: w } = useWords();
  const formats = useFormats();
  const { data, error, refetch } = useSystem();
  return (
    <Page
      title={w.title}
      beside={data && <Badge>{data.mode === 'embedded' ? w.mode_embedded : w.mode_scaled}</Badge>}
      text={data && w.running_since(data.version, formats.time(data.started_at))}
    >
      {data ? (
        <>
          <Figures system={data} />
          <Section title={w.health}>
            <Health parts={data.parts} />
          </Section>
        </>
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading lines={3} />
      )}
      <Charts />
      <Workers embedded={data?.mode === 'embedded'} />
      {data && <Pools pools={data.pools} />}
      <Types />
    </Page>
  );
}
