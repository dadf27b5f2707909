import { type Because } from '@dinh/identity';
import type { Lang, Text } from '@dinh/kernel';
import { formatDate, formatDateTime } from '@dinh/ui';

const scopes: Readonly<Record<string, Text>> = {
  own: {
    vi: 'việc của chính mình hoặc của người mình đại diện',
    en: 'their own matters, or of whom they act for',
  },
  assigned: { vi: 'những gì được giao cho họ', en: 'what was given to them' },
  unit: { vi: 'đơn vị', en: 'the unit' },
  'unit-tree': { vi: 'đơn vị và các đơn vị trực thuộc', en: 'the unit and all below it' },
  record: { vi: 'một bản ghi được mở khẩn cấp', en: 'one record, opened in an emergency' },
  all: { vi: 'toàn tỉnh', en: 'the whole province' },
};

const failing: Readonly<Record<string, (one: Because) => Text>> = {
  scope: (one) =>
    one.scope === 'own'
      ? { vi: 'không phải việc của họ', en: 'it is not theirs' }
      : one.scope === 'assigned'
        ? { vi: 'chưa từng được giao cho họ', en: 'it was never given to them' }
        : { vi: 'đơn vị không tham gia', en: 'the unit takes no part in it' },
  procedures: () => ({ vi: 'thuộc thủ tục khác', en: 'it is of another procedure' }),
  under: () => ({ vi: 'không thuộc các đơn vị đó', en: 'none of those units takes part in it' }),
  steps: () => ({ vi: 'không đang ở bước đó', en: 'no such step is open' }),
  fields: () => ({ vi: 'thuộc lĩnh vực khác', en: 'it is in another field' }),
  classes: () => ({ vi: 'thuộc loại dữ liệu khác', en: 'its data are of another class' }),
  when: () => ({ vi: 'không có bước nào đang là của họ', en: 'no open step is theirs' }),
};

/** From where a grant comes: “Trưởng phòng, Phòng Hộ tịch, thay Dương Thanh Bình đến 05/12/2026”. */
export function sourceLine(lang: Lang, one: Because): string {
  const until = one.until ? formatDate(new Date((one.until as Date).getTime() - 1)) : ''; // its last day
  if (one.source === 'emergency') {
    const moment = one.until ? formatDateTime(one.until as Date) : '';
    return lang === 'vi' ? `Truy cập khẩn cấp đến ${moment}: ${one.reason}` : `Emergency access until ${moment}: ${one.reason}`;
  }
  if (one.source === 'machine') {
    const given = { vi: 'Quyền của hệ thống', en: 'Permission of the system' }[lang];
    return one.unit ? `${given}, ${one.unit[lang]}` : given;
  }
  const place = [one.role?.[lang], one.unit?.[lang]].filter(Boolean).join(', ');
  if (one.source === 'delegation')
    return lang === 'vi'
      ? `${place}, được ${one.behalfOf} ủy quyền đến ${until}`
      : `${place}, delegated by ${one.behalfOf} until ${until}`;
  if (one.source === 'deputy')
    return lang === 'vi' ? `${place}, thay ${one.behalfOf} đang vắng` : `${place}, for ${one.behalfOf}, who is away`;
  return place;
}

/** What it allows and how far. */
export function reachLine(lang: Lang, one: Because, fieldNames: ReadonlyMap<string, string>): string {
  const narrowed = [
    one.procedures.length > 0 && `${{ vi: 'thủ tục', en: 'procedure' }[lang]} ${one.procedures.join(', ')}`,
    one.under.length > 0 && `${{ vi: 'của', en: 'of' }[lang]} ${one.under.map((name) => name[lang]).join(', ')}`,
    one.fields.length > 0 &&
      `${{ vi: 'lĩnh vực', en: 'field' }[lang]} ${one.fields.map((code) => fieldNames.get(code) ?? code).join(', ')}`,
    one.classes.length > 0 && one.classes.map((name) => name[lang]).join(', '),
    one.myStep && { vi: 'chỉ khi có bước đang là của họ', en: 'only while a step is theirs' }[lang],
    one.steps.length > 0 && `${{ vi: 'khi đang ở bước', en: 'while at the step' }[lang]} ${one.steps.join(', ')}`,
  ].filter(Boolean);
  const far = scopes[one.scope]?.[lang] ?? one.scope;
  return `${one.permission[lang]}: ${far}${narrowed.length > 0 ? ` (${narrowed.join('; ')})` : ''}`;
}

/** Why it does not reach the record. */
export const whyNot = (lang: Lang, one: Because): string =>
  one.failing.map((part) => failing[part]?.(one)[lang] ?? part).join('; ');
