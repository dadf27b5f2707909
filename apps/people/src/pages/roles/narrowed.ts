import { localDate, type PageContext, type Text } from '@dinh/kernel';
import { compileBpmn } from '@dinh/process';
import { checkbox, checkboxes, details, type Filled, html, type Html, select, textInput } from '@dinh/ui';
import { type Choice, several } from '../several.ts';
import { permissionGroups, scopes } from './words.ts';

/** By what a permission can be narrowed to codes. */
export const narrowings = ['procedures', 'under', 'fields', 'classes', 'steps'] as const;

/** One more permission, narrowed to procedures, units, fields, classes of data and steps that there are. */
export async function narrowed(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const today = localDate(ctx.now);
  const [processes, { units }, fields, classes] = await Promise.all([
    ctx.app.definitions.inForce<{ bpmn: string }>('process', today),
    ctx.run('people.list-units', {}),
    ctx.app.definitions.inForce<{ name: Text }>('business-type', today),
    ctx.app.definitions.inForce<{ classes: readonly { key: string; name: Text; about: Text }[] }>('data-classes', today),
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
      'n.under',
      {
        vi: 'Chỉ hồ sơ có các đơn vị này tham gia (gồm trực thuộc)',
        en: 'Only where these units, or those below, take part',
      },
      units.map(({ key, name }) => ({ value: key, label: name[lang] })),
    )}
    ${textInput(lang, {
      name: 'n.procedures',
      optional: true,
      label: { vi: 'Chỉ các thủ tục', en: 'Only these procedures' },
      hint: {
        vi: 'Mã thủ tục, cách nhau bằng dấu phẩy.',
        en: 'Codes of procedures, with commas between them.',
      },
      value: filled.value('n.procedures'),
    })}
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
    ${several(
      lang,
      filled,
      'n.steps',
      { vi: 'Chỉ khi đang ở các bước', en: 'Only while at these steps' },
      stepsOf(
        lang,
        processes.map(({ body }) => body.bpmn),
      ),
    )}
    ${checkbox(lang, { name: 'n.step', label: { vi: 'Chỉ khi đến bước của mình', en: 'Only while a step is theirs' }, checked: Boolean(filled.value('n.step')) })}`,
  });
}

/** The steps at which people work, by their names in the processes; what several processes have stands there once. */
function stepsOf(lang: 'vi' | 'en', processes: readonly string[]): Choice[] {
  const nodes = processes.flatMap((bpmn) => [...(compileBpmn(bpmn).graph?.nodes.values() ?? [])]);
  const steps = nodes.filter((node) => node.kind === 'user-task');
  return [...Map.groupBy(steps, ({ id }) => id)]
    .map(([id, same]) => ({
      value: id,
      label: `${[...new Set(same.map(({ name }) => name[lang]))].join(' / ')} (${id})`,
    }))
    .sort((a, b) => a.label.localeCompare(b.label, 'vi'));
}
