import { localDate, type PageContext, type Text } from '@dinh/kernel';
import { checkbox, checkboxes, details, type Filled, html, type Html, select } from '@dinh/ui';
import { several } from '../several.ts';
import { permissionGroups, scopes } from './words.ts';

/** One more permission, narrowed to fields and classes of data that there are. */
export async function narrowed(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const today = localDate(ctx.now);
  const [fields, classes] = await Promise.all([
    ctx.app.definitions.inForce<{ name: Text }>('business-type', today),
    ctx.app.definitions.inForce<{ classes: readonly { key: string; name: Text; about: Text }[] }>(
      'data-classes',
      today,
    ),
  ]);
  return details(lang, {
    summary: { vi: 'Thêm một quyền có giới hạn', en: 'Add a narrowed permission' },
    open: Boolean(filled.value('n.permission')),
    body: html`${select(lang, {
      name: 'n.permission',
      label: { vi: 'Quyền', en: 'Permission' },
      optional: true,
      placeholder: { vi: 'Chọn quyền', en: 'Choose' },
      value: filled.value('n.permission'),
      options: permissionGroups(ctx.app.modules).flatMap(({ module, permissions }) =>
        permissions.map(([value, label]) => ({ value, label, group: module[lang] })),
      ),
    })}
    ${select(lang, { name: 'n.scope', label: { vi: 'Đến đâu', en: 'How far' }, value: filled.value('n.scope') ?? 'unit', options: Object.entries(scopes).map(([value, label]) => ({ value, label })) })}
    ${several(
      lang,
      filled,
      'n.fields',
      { vi: 'Chỉ các lĩnh vực', en: 'Only these fields' },
      fields
        .map(({ key, body }) => ({ value: key, label: `${body.name[lang]} (${key})` }))
        .sort((a, b) => a.value.localeCompare(b.value)),
    )}
    ${checkboxes(lang, {
      name: 'n.classes',
      optional: true,
      label: { vi: 'Chỉ các loại dữ liệu', en: 'Only these classes of data' },
      values: filled.values('n.classes'),
      choices: classes.flatMap(({ body }) =>
        body.classes.map(({ key, name, about }) => ({ value: key, label: name, hint: about })),
      ),
    })}
    ${checkbox(lang, { name: 'n.step', label: { vi: 'Chỉ khi đến bước của mình', en: 'Only while a step is theirs' }, checked: Boolean(filled.value('n.step')) })}`,
  });
}
