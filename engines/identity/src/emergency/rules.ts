import { type App, type DefinitionKind, type DefinitionProblem, inWords, localDate, sourceText, told } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { emergencyRulesMissing } from '../errors.ts';
import { rulesFile } from '../pack/rules-file.ts';

const Permissions = (vi: string, en: string) =>
  Type.Array(Type.String({ pattern: '^[a-z-]+\\.[a-z-]+$', ...told('Quyền', 'Permission', { names: 'permission' }) }), {
    minItems: 1,
    ...told(vi, en),
  });
const Roles = (vi: string, en: string) => Type.Array(Type.String(told('Vai trò', 'Role', { names: 'role' })), told(vi, en));

/** Access in an emergency; `emergency.yaml` of a pack. Who may, the roles say: `identity.open-emergency`, `identity.review-emergency`. */
export const EmergencyRules = Type.Object({
  source: Type.Optional(Type.String()),
  /** Minutes for which access is open, unless fewer are asked for; and the most. */
  minutes: Type.Integer({ minimum: 5, maximum: 1440, ...told('Số phút thường mở', 'Usual minutes') }),
  mostMinutes: Type.Integer({ minimum: 5, maximum: 1440, ...told('Nhiều nhất', 'At most, minutes') }),
  /** How often one person may, in a day; from the how manieth on monitoring is warned. */
  perDay: Type.Integer({ minimum: 1, maximum: 100, ...told('Số lần một ngày', 'Times a day') }),
  warnFrom: Type.Integer({ minimum: 1, maximum: 100, ...told('Cảnh báo từ lần thứ', 'Warn from') }),
  /** Days within which somebody else reviews it. */
  reviewDays: Type.Integer({
    minimum: 1,
    maximum: 60,
    ...told('Xem xét trong số ngày', 'Days for the review'),
  }),
  /** What is opened: of one dossier, of one person's matters. */
  opens: Type.Object(
    {
      dossier: Permissions('Một hồ sơ', 'One dossier'),
      person: Permissions('Việc của một người', 'The matters of one person'),
    },
    told('Mở những gì', 'What is opened'),
  ),
  tell: Type.Object(
    {
      heads: Roles('Người đứng đầu cơ quan giữ hồ sơ', 'Heads of the agency that holds the record'),
      watchers: Roles('Người bảo vệ dữ liệu, kiểm tra', 'Who protects data and audits'),
    },
    told('Báo ngay cho', 'Told at once'),
  ),
  reasons: Type.Array(
    Type.Object({
      key: Type.String({ pattern: '^[a-z0-9-]{1,40}$', ...told('Mã', 'Key', { as: 'code' }) }),
      name: inWords('Lý do', 'Reason', {}, 1),
      source: sourceText,
    }),
    { minItems: 1, ...told('Các lý do', 'Reasons') },
  ),
});
export type EmergencyRules = Static<typeof EmergencyRules>;
const key = 'province';

export const emergencyKind: DefinitionKind<EmergencyRules> = {
  kind: 'emergency',
  title: { vi: 'Truy cập khẩn cấp', en: 'Emergency access' },
  schema: EmergencyRules,
  check({ minutes, mostMinutes, reasons }) {
    const problems: DefinitionProblem[] = [];
    if (minutes > mostMinutes)
      problems.push({
        path: 'minutes',
        reason: { vi: 'dài hơn mức nhiều nhất', en: 'is more than the most' },
      });
    const seen = new Set<string>();
    reasons.forEach(({ key: one }, i) => {
      if (seen.size === seen.add(one).size)
        problems.push({
          path: `reasons.${i}.key`,
          reason: { vi: `“${one}” có hai lần`, en: `“${one}” stands twice` },
        });
    });
    return problems;
  },
  editing: 'studio.edit-rules',
  publishing: 'studio.publish-definition',
};

/** `emergency.yaml` becomes the definition `emergency/province`. */
export const emergencyPart = rulesFile<EmergencyRules>('emergency', key, emergencyKind);

/** The rules of the day. @throws emergencyRulesMissing when the pack has none: then nothing is opened */
export async function emergencyRules(app: App, now: Date): Promise<EmergencyRules> {
  const found = await app.definitions.at<EmergencyRules>('emergency', key, localDate(now));
  if (!found) throw emergencyRulesMissing();
  return found.body;
}
