import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { QueryClientProvider } from '@tanstack/react-query';
import { Router } from 'wouter';
import { ToastProvider } from '../components/toast/toast.tsx';
import { leaving } from '../router/leaving.ts';
import { WordsProvider } from '../words/words-context.tsx';
import { Boundary } from './boundary.tsx';
import { Gate } from './gate.tsx';
import { PageAnnouncer } from './page-announcer.tsx';
import { queryClient } from './query-client.ts';

export function App() {
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <WordsProvider>
          <Tooltip.Provider delay={400}>
            <ToastProvider>
              <Router aroundNav={leaving.around}>
                <Boundary>
                  <Gate />
                </Boundary>
                <PageAnnouncer />
              </Router>
            </ToastProvider>
          </Tooltip.Provider>
        </WordsProvider>
      </QueryClientProvider>
    </CSPProvider>
  );
}
