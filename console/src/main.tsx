import './design/tokens.css';
import './design/base.css';
import './design/chinese-fonts.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { showCutText } from './components/cut-text/show-cut-text.ts';
import { accountPreferences } from './preferences/account-preferences.ts';
import { preferences } from './preferences/preferences.ts';
import { leaving } from './router/leaving.ts';
import { session } from './session/session.ts';
import { loadWords } from './words/words-context.tsx';

accountPreferences.start();
showCutText();
leaving.watch();
const resumed = session.resume();
await loadWords(preferences.chosen.language);
await Promise.race([resumed, new Promise((resolve) => setTimeout(resolve, 300))]);

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
