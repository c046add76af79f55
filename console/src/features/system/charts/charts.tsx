import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import { Section } from '../../../components/page/page.tsx';
import { Segmented } from '../../../components/segmented/segmented.tsx';
import { Select } from '../../../components/select/select.tsx';
import { Failed, Loading, State } from '../../../components/states/states.tsx';
import { useFormats } from '../../../formats/use-formats.ts';
import { LateCode, useLateCode } from '../../../router/late-code.ts';
import { useTaskTypes, useTypeTitle } from '../../tasks/use-task-types.ts';
import { useSystemWords } from '../use-system-words.ts';
import styles from './charts.module.css';
import { type Series, STEP_MS, seriesOf } from './series.ts';

const CHART = new LateCode(() => import('./chart.tsx'));

const EVERY_MS = 30_000;
const SPANS = { hour: STEP_MS.hour, day: 24 * STEP_MS.hour, week: 168 * STEP_MS.hour };
type Span = keyof typeof SPANS;

const useSeries = (span: Span, type: string) =>
  useQuery({
    queryKey: keys.statistics(`${span} ${type}`),
    queryFn: async ({ signal }): Promise<Series> => {
      const to = Date.now();
      const from = to - SPANS[span];
      const step = span === 'hour' ? 'minute' : 'hour';
      const args = { step, from: new Date(from).toISOString(), ...(type && { type }) } as const;
      return seriesOf(await api.getStatistics(args, { signal }), from, to);
    },
    refetchInterval: EVERY_MS,
    placeholderData: (before) => before,
  });

/** Charts of the recent throughput. */
export function Charts() {
  const w = useSystemWords();
  const [span, setSpan] = useState<Span>('hour');
  const [type, setType] = useState('');
  const { data: types = [] } = useTaskTypes();
  const titleOf = useTypeTitle();
  const { data, error, refetch } = useSeries(span, type);
  const spans: { value: Span; label: string }[] = [
    { value: 'hour', label: w.span_hour },
    { value: 'day', label: w.span_day },
    { value: 'week', label: w.span_week },
  ];
  return (
    <Section
      title={w.charts}
      text={w.charts_text}
      actions={
        <>
          <Select
            compact
            label={w.type}
            value={type}
            onValue={setType}
            options={[
              { value: '', label: w.all_types },
              ...types.map((one) => ({ value: one.type, label: titleOf(one.type) })),
            ]}
          />
          <Segmented<Span> label={w.span} value={span} onValue={setSpan} options={spans} />
        </>
      }
    >
      {!data && (error ? <Failed error={error} onRetry={() => void refetch()} /> : <Soon />)}
      {data && <Three series={data} span={span} />}
    </Section>
  );
}

/** Takes as much room as the charts that come. */
const Soon = () => (
  <div className={styles.charts}>
    <div className={styles.soon}>
      <Loading lines={4} />
    </div>
    <div className={styles.soon} />
    <div className={styles.soon} />
  </div>
);

function Three({ series, span }: { series: Series; span: Span }) {
  const w = useSystemWords();
  const formats = useFormats();
  const Chart = useLateCode(CHART)?.Chart;
  const { at } = series;
  if (!series.completed.some(Boolean) && !series.failed.some(Boolean))
    return (
      <div className={styles.soon}>
        <State icon="system" title={w.no_data} text={w.no_data_text} />
      </div>
    );
  if (!Chart) return <Soon />;
  const count = (value: number) => formats.number(value);
  const time = (value: number) => formats.duration(value);
  const { whole } = series;
  const two = (of: 'wait' | 'run') => [
    { name: w.median, tone: 'accent' as const, values: series[`${of}_p50`], whole: whole[`${of}_p50`] },
    { name: w.p95, tone: 'quiet' as const, values: series[`${of}_p95`], whole: whole[`${of}_p95`] },
  ];
  const common = { at, span: w.in_span[span] };
  return (
    <div className={styles.charts}>
      <Chart
        title={w.chart_items}
        unit={span === 'hour' ? w.axis_minute : w.axis_hour}
        {...common}
        format={count}
        bars
        lines={[
          { name: w.completed, tone: 'ok', values: series.completed, whole: whole.completed },
          { name: w.failed, tone: 'bad', values: series.failed, whole: whole.failed },
        ]}
      />
      <Chart title={w.chart_wait} {...common} format={time} lines={two('wait')} />
      <Chart title={w.chart_run} {...common} format={time} lines={two('run')} />
    </div>
  );
}
