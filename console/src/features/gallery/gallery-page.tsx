import { ConnectionError } from '@client';
import { useState } from 'react';
import { Badge, Mark, type Status, StatusBadge } from '../../components/badge/badge.tsx';
import { Button } from '../../components/button/button.tsx';
import { IconButton } from '../../components/button/icon-button.tsx';
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx';
import { Menu, MenuItem } from '../../components/menu/menu.tsx';
import { Notice } from '../../components/notice/notice.tsx';
import { Page, Section } from '../../components/page/page.tsx';
import { Progress } from '../../components/progress/progress.tsx';
import { Failed, Filtered, Loading, State } from '../../components/states/states.tsx';
import { Table } from '../../components/table/table.tsx';
import { Tabs } from '../../components/tabs/tabs.tsx';
import { notify, notifyFailure } from '../../components/toast/toast.tsx';
import { Fields } from './fields.tsx';
import styles from './gallery.module.css';
import { Shown } from './shown.tsx';
import { StatesOfControls } from './states-of-controls.tsx';
import { useGalleryWords } from './use-gallery-words.ts';

const STATUSES: readonly Status[] = [
  'pending',
  'processing',
  'cancelling',
  'completed',
  'failed',
  'cancelled',
];

/** Shows all components on one page, in place of a story tool. */
export default function GalleryPage() {
  const w = useGalleryWords();
  return (
    <Page title={w.title} text={w.text}>
      <Section title={w.buttons}>
        <div className={styles.row}>
          <Button look="primary">{w.primary}</Button>
          <Button>{w.secondary}</Button>
          <Button look="quiet">{w.quiet}</Button>
          <Button look="danger" icon="trash">
            {w.danger}
          </Button>
          <Button busy>{w.busy}</Button>
          <Button disabled>{w.disabled}</Button>
          <Button size="s">{w.secondary}</Button>
          <IconButton icon="retry" label={w.secondary} />
        </div>
      </Section>
      <Section title={w.controls}>
        <StatesOfControls />
      </Section>
      <Section title={w.fields}>
        <Fields />
      </Section>
      <Section title={w.statuses}>
        <div className={styles.row}>
          {STATUSES.map((status) => (
            <StatusBadge key={status} status={status} />
          ))}
          <StatusBadge status="completed" failures={2} />
          <Badge>{w.quiet}</Badge>
          <Mark tone="ok">{w.option_one}</Mark>
          <Mark tone="warn">{w.option_two}</Mark>
          <Mark tone="bad">{w.option_three}</Mark>
          <Mark tone="live">{w.option_one}</Mark>
          <Mark>{w.option_two}</Mark>
        </div>
        <Progress value={42} label={w.statuses} status="processing" />
        <Progress value={100} label={w.statuses} status="completed" failed={0.2} />
      </Section>
      <Section title={w.feedback}>
        <Feedback />
      </Section>
      <Section title={w.shown}>
        <Shown />
      </Section>
      <Section title={w.navigation}>
        <Navigation />
      </Section>
      <Section title={w.states}>
        <div className={styles.states}>
          <Loading lines={4} />
          <State icon="tasks" title={w.empty_title} text={w.empty_text} />
          <Filtered onClear={() => undefined} />
          <Failed error={new Error(w.error)} onRetry={() => undefined} />
          <Failed error={new ConnectionError(w.error)} onRetry={() => undefined} />
        </div>
      </Section>
      <Table
        label={w.table}
        columns={[w.option_one, w.option_two, w.option_three].map((label) => ({ key: label, label }))}
      >
        {STATUSES.slice(0, 3).map((status) => (
          <tr key={status}>
            <th scope="row">{w.label}</th>
            <td>
              <StatusBadge status={status} />
            </td>
            <td>{w.hint}</td>
          </tr>
        ))}
      </Table>
    </Page>
  );
}

function Feedback() {
  const w = useGalleryWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Notice tone="info">{w.hint}</Notice>
      <Notice tone="ok">{w.hint}</Notice>
      <Notice tone="warn">{w.hint}</Notice>
      <Notice tone="bad">{w.error}</Notice>
      <div className={styles.row}>
        <Button onClick={() => notify(w.hint)}>{w.show_toast}</Button>
        <Button onClick={() => notifyFailure(w.error, w.hint)}>{w.show_failure}</Button>
        <Button onClick={() => setOpen(true)}>{w.open_dialog}</Button>
      </div>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        onConfirm={() => setOpen(false)}
        title={w.open_dialog}
        text={w.dialog_text}
        action={w.danger}
        danger
      />
    </>
  );
}

function Navigation() {
  const w = useGalleryWords();
  const [tab, setTab] = useState('one');
  const tabs = [
    { value: 'one', label: w.option_one, content: <p>{w.hint}</p> },
    { value: 'two', label: w.option_two, content: <p>{w.empty_text}</p> },
  ];
  return (
    <>
      <Tabs label={w.navigation} tabs={tabs} value={tab} onValue={setTab} />
      <div className={styles.row}>
        <Menu align="start" trigger={<Button icon="more">{w.choice}</Button>}>
          <MenuItem icon="edit" onClick={() => undefined}>
            {w.option_one}
          </MenuItem>
          <MenuItem icon="trash" danger onClick={() => undefined}>
            {w.danger}
          </MenuItem>
        </Menu>
      </div>
    </>
  );
}
