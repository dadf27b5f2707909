import type { Module } from '@dinh/kernel';
import { followPublications, keepCatalogue } from './keep-catalogue.ts';
import { computeDuty } from './operations/compute-duty.ts';
import { computeFee } from './operations/compute-fee.ts';
import { listByAgency, listByBusinessType, listByLifeEvent } from './operations/list-by.ts';
import { listComponents } from './operations/list-components.ts';
import { listProcedures } from './operations/list-procedures.ts';
import { listVersions } from './operations/list-versions.ts';
import { search } from './operations/search.ts';
import { suggest } from './operations/suggest.ts';
import { viewFormerAgency } from './operations/view-former-agency.ts';
import { viewProcedure, viewVersion } from './operations/view-procedure.ts';
import { catalogueRoom } from './pages/manage.ts';
import { pages } from './pages/pages.ts';
import { businessTypesPart } from './pack/business-types-part.ts';
import { definitionKinds } from './pack/definition-kinds.ts';
import { decisionsPart, formBlocksPart, formsPart, resultTypesPart, rulesetsPart } from './pack/definition-parts.ts';
import { businessTypeKind } from './business-types.ts';
import { findingKinds } from './finding.ts';
import { formBlockKind } from './form-blocks.ts';
import { procedureKindKind } from './procedure-kinds.ts';
import { lifeEventsPart, synonymsPart } from './pack/life-events-part.ts';
import { proceduresFollow } from './follow-units.ts';
import { pagesPart, portalTextKind } from './pack/pages-part.ts';
import { procedureKindsPart, proceduresPart } from './pack/procedures-part.ts';
import { permissions } from './permissions.ts';

export type { Component, Procedure, ProcedureVersion, ResultType, TimeLimit } from './model.ts';
export type { Ruleset } from './ruleset.ts';

/** The database of administrative procedures (CSDL thủ tục hành chính) and how people find one. */
export const module: Module = {
  name: 'procedures',
  title: { vi: 'Thủ tục hành chính', en: 'Administrative procedures' },
  migrations: new URL('../migrations/', import.meta.url),
  permissions,
  operations: [
    viewProcedure,
    viewVersion,
    listVersions,
    listProcedures,
    search,
    suggest,
    listByAgency,
    viewFormerAgency,
    listByBusinessType,
    listByLifeEvent,
    computeDuty,
    computeFee,
    listComponents,
  ],
  pages,
  rooms: [catalogueRoom],
  consumers: [followPublications],
  jobs: [keepCatalogue],
  followers: [proceduresFollow],
  definitionKinds: [...definitionKinds, procedureKindKind, formBlockKind, businessTypeKind, ...findingKinds, portalTextKind],
  packParts: [
    rulesetsPart,
    businessTypesPart,
    formBlocksPart,
    formsPart,
    decisionsPart,
    resultTypesPart,
    procedureKindsPart,
    proceduresPart,
    lifeEventsPart,
    synonymsPart,
    pagesPart,
  ],
};
