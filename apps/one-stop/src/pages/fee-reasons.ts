import type { PageContext } from '@dinh/kernel';
import { html, type Html } from '@dinh/ui';
import type { DossierPage } from '../queries/view-dossier.ts';

interface FiredRule {
  readonly decision: string;
  readonly rule: number;
  readonly annotations: readonly string[];
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Why the fee is what it is: the rules that fired when the dossier was filed, with what they saw and gave. */
export function feeReasons(ctx: PageContext, page: DossierPage): Html[] {
  const { lang } = ctx;
  const then = { vi: 'thì', en: 'then' }[lang];
  return firedRules(page).map((one) => {
    const name = {
      vi: `${one.decision}, quy tắc ${one.rule}`,
      en: `${one.decision}, rule ${one.rule}`,
    }[lang];
    const source = one.annotations.filter(Boolean).join(' · ');
    return html`<strong>${name}</strong>: ${listed(one.inputs)} ${then} ${listed(one.outputs)}${source && html` <span class="muted">${source}</span>`}`;
  });
}

/** Dossiers filed before this was kept have none. */
function firedRules(page: DossierPage): readonly FiredRule[] {
  const filed = page.history.find((entry) => entry.act === 'filed');
  const decision = filed?.data['feeDecision'] as { fired?: readonly FiredRule[] } | undefined;
  return decision?.fired ?? [];
}

function listed(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} = ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('; ');
}
