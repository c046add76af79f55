import { Component, type ReactNode } from 'react';
import { Button } from '../components/button/button.tsx';
import { Page } from '../components/page/page.tsx';
import { State } from '../components/states/states.tsx';
import { useWords } from '../words/words-context.tsx';

interface Props {
  /** The path of the page that it stands around, within the frame: another path is shown anew. Left out around everything. */
  path?: string;
  children: ReactNode;
}

/** Shows an error of rendering in place of a blank page. */
export class Boundary extends Component<Props, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidUpdate({ path }: Props) {
    if (path !== this.props.path && this.state.error) this.setState({ error: null });
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return this.props.path === undefined ? <BrokenConsole error={error} /> : <BrokenPage error={error} />;
  }
}

function BrokenConsole({ error }: { error: Error }) {
  const { shell: w } = useWords();
  return (
    <main>
      <Broken error={error} title={w.crashed_title} />
    </main>
  );
}

function BrokenPage({ error }: { error: Error }) {
  const { shell: w } = useWords();
  return (
    <Page title={w.crashed_title}>
      <Broken error={error} />
    </Page>
  );
}

function Broken({ error, title }: { error: Error; title?: string }) {
  const { shell: w } = useWords();
  return (
    <State icon="alert" tone="bad" text={w.crashed_text} {...(title !== undefined && { title })}>
      <code>{error.message}</code>
      <Button look="primary" onClick={() => location.reload()}>
        {w.reload}
      </Button>
    </State>
  );
}
