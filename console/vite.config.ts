import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env.BACKEND2_URL ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@client': new URL('../client/src/index.ts', import.meta.url).pathname } },
  build: {
    target: ['chrome125', 'edge125', 'firefox128', 'safari17.5'],
    // A data: address in a style sheet or script would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Many small chunks compress worse than few: what is shared by pages goes together.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'parts',
              // Without what no first page shows; with the small files that the frame and the first pages share, each else a request.
              test: /console\/src\/(components\/(?!(tag-list|hue|reorder|combobox|tabs|values|table|drawer|full-dialog|pager|copy|switch|segmented|radio|kept-form)\/)|(api|live|session|router|formats|preferences)\/|features\/(sign-in\/(?!change-password)|palette|shell|users\/use-role-name|tasks\/(use-task-types|use-describe|selection|bulk\/bulk-action))\b)/,
              minShareCount: 2,
              priority: 1,
            },
            {
              name: 'later',
              // What several of the other pages show.
              test: /console\/src\/components\/(values|table|drawer|full-dialog|pager|copy|switch|segmented|kept-form)\//,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
  // `npm run console`: pages that change as their sources do, over a server that runs already.
  server: {
    port: 5173,
    // The host that the browser named stays: the server compares it with the origin of a sign-in.
    proxy: Object.fromEntries(
      ['/api', '/health', '/docs', '/openapi.json'].map((path) => [
        path,
        { target: server, changeOrigin: false },
      ]),
    ),
  },
});
