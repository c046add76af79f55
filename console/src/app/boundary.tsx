import { Component, type ReactNode } from 'react';
import { Button } from '../components/button/button.tsx';
import { State } from '../components/states/states.tsx';
import { useWords } from '../words/words-context.tsx';

/** Shows an error of rendering in place of a blank page. */
export class Boundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    return this.state.error ? <Broken error={this.state.error} /> : this.props.children;
  }
}

function Broken({ error }: { error: Error }) {
  const { shell: w } = useWords();
  return (
    <main>
      <State icon="alert" tone="bad" title={w.crashed_title} text={w.crashed_text}>
        <code>{error.message}</code>
        <Button look="primary" onClick={() => location.reload()}>
          {w.reload}
        </Button>
      </State>
    </main>
  );
}
