import { may, type PageContext } from '@dinh/kernel';
import { button, details, form, formatDateTime, html, type Html, table } from '@dinh/ui';
import { hiddenKey } from './frame.ts';
import { type Delegation, delegationColumns } from './delegation-columns.ts';

/**
 * Those that somebody gave or received; whoever looks after delegations ends one that they gave.
 * @param home the page of the person, which ends with their id
 */
export function delegationTable(ctx: PageContext, home: string, delegations: readonly Delegation[]): Html | undefined {
  const { lang } = ctx;
  const revoke = (d: Delegation) =>
    details(lang, {
      id: `revoke-${d.id}`,
      summary: { vi: 'Thu hồi', en: 'Revoke' },
      body: html`<p>${{ vi: `${d.toName} thôi làm thay ${d.fromName} ngay lúc này; cả hai được báo.`, en: `${d.toName} stops acting for ${d.fromName} at this moment; both are told.` }[lang]}</p>
        ${form(lang, {
          action: `${home}/thu-hoi-uy-quyen`,
          body: html`${hiddenKey(ctx)}<input type="hidden" name="delegation" value="${d.id}" />${button(lang, { kind: 'danger', label: { vi: 'Thu hồi ngay', en: 'Revoke now' } })}`,
        })}`,
    });
  if (delegations.length === 0) return undefined;
  return table<Delegation>(lang, {
    caption: { vi: 'Ủy quyền', en: 'Delegations' },
    dense: true,
    rows: delegations,
    columns: [
      ...delegationColumns(lang),
      {
        key: 'revoked',
        label: { vi: 'Thu hồi', en: 'Revoked' },
        cell: (d) =>
          d.revokedAt
            ? formatDateTime(d.revokedAt)
            : home.endsWith(d.from) && d.validTo > ctx.now && may(ctx.principal, 'people.manage-delegation') && revoke(d),
      },
    ],
  });
}
