import { fileURLToPath } from 'node:url';

/** The browser's part, for `buildAssets({ islands: formIslands })`; `renderPage` names it where it stands. */
export const formIslands: Readonly<Record<string, string>> = {
  form: fileURLToPath(new URL('./islands/form.ts', import.meta.url)),
};
