import type { Worker } from '@client';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { may } from '../../api/permissions.ts';
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx';
import { Section } from '../../components/page/page.tsx';
import { Failed, Loading, State } from '../../components/states/states.tsx';
import { Table } from '../../components/table/table.tsx';
import { useUser } from '../../session/use-session.ts';
import { useOperation, useWorkers } from './use-system.ts';
import { useSystemWords } from './use-system-words.ts';
import { WorkerRow } from './worker-row.tsx';

interface Props {
  embedded: boolean;
  /** Of the server. */
  version: string | undefined;
  /** There is more than one pool. */
  pooled: boolean;
}

/** The workers with their load and their running items. */
export function Workers({ embedded, version, pooled }: Props) {
  const w = useSystemWords();
  const admin = may(useUser(), 'admin');
  const { data, error, refetch } = useWorkers();
  const [asked, setAsked] = useState<Worker | null>(null);
  const drain = useOperation((id: string) => api.drainWorker({ id }), w.drained);
  const columns = [
    { key: 'host', label: w.host },
    { key: 'load', label: w.load },
    { key: 'now', label: w.now },
    ...(pooled ? [{ key: 'pools', label: w.pools }] : []),
    { key: 'since', label: w.since },
    { key: 'actions', label: w.actions, hidden: true },
  ];
  return (
    <Section title={w.workers} text={admin ? w.workers_text_admin : w.workers_text}>
      {!data && (error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={2} />)}
      {data?.items.length === 0 && <State icon="server" tone="warn" title={w.workers_none} />}
      {data && data.items.length > 0 && (
        <Table label={w.workers} columns={columns}>
          {data.items.map((worker) => (
            <WorkerRow
              key={worker.id}
              worker={worker}
              other_version={version !== undefined && worker.version !== version}
              pooled={pooled}
              onDrain={admin ? () => setAsked(worker) : null}
            />
          ))}
        </Table>
      )}
      <ConfirmDialog
        open={asked !== null}
        onClose={() => setAsked(null)}
        onConfirm={() => asked && drain.mutate(asked.id, { onSettled: () => setAsked(null) })}
        title={w.drain_title(asked?.host ?? '')}
        text={embedded ? w.drain_text_embedded : w.drain_text}
        action={w.drain}
        danger
        busy={drain.isPending}
      />
    </Section>
  );
}
