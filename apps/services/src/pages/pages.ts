import { authorityActPages } from './authority/acts.ts';
import { businessPages } from './authority/business.ts';
import { declarePages } from './authority/declare.ts';
import { grantPages } from './authority/grant.ts';
import { authoritiesPage } from './authority/list.ts';
import { checkPages } from './check.ts';
import { componentPages } from './components.ts';
import { donePages } from './done.ts';
import { draftOverPages } from './draft-over.ts';
import { dossierActPages } from './dossier-acts.ts';
import { dossierPages } from './dossier.ts';
import { formPages } from './form-page.ts';
import { messagePages } from './messages.ts';
import { myDossiersPages } from './my-dossiers.ts';
import { pwaPages } from './pwa.ts';
import { ratingPages } from './ratings.ts';
import { startPages } from './start.ts';
import { supplementPages } from './supplement.ts';
import { trackPages } from './track.ts';

/** Every screen of this app. */
export const pages = [
  ...startPages,
  ...formPages,
  ...draftOverPages,
  ...componentPages,
  ...checkPages,
  ...donePages,
  ...myDossiersPages,
  ...dossierPages,
  ...dossierActPages,
  ...supplementPages,
  ...trackPages,
  ...ratingPages,
  ...messagePages,
  ...pwaPages,
  authoritiesPage,
  ...authorityActPages,
  ...declarePages,
  ...grantPages,
  ...businessPages,
];
