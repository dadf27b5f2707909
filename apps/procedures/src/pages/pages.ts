import type { Page } from '@dinh/kernel';
import { agenciesPage, agencyPage, fieldPage, fieldsPage, lifeEventPage } from './browse.ts';
import { blankFormPage } from './blank-form.ts';
import { homePage } from './home.ts';
import { managePage } from './manage.ts';
import { procedurePage } from './procedure.ts';
import { searchPage, suggestPage } from './search.ts';
import { accessibilityPage, helpPage, privacyPage } from './texts.ts';

/** The screens by which people find and read a procedure. */
export const pages: readonly Page[] = [
  homePage,
  searchPage,
  suggestPage,
  agenciesPage,
  agencyPage,
  fieldsPage,
  fieldPage,
  lifeEventPage,
  procedurePage,
  blankFormPage,
  helpPage,
  accessibilityPage,
  privacyPage,
  managePage,
];
