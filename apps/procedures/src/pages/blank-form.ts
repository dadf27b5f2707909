import type { Field, FormDefinition, Page as FormPage } from '@dinh/forms';
import { localDate, notFound, page } from '@dinh/kernel';
import { printPaper } from '@dinh/records';
import { procedureSheet } from '../queries/procedure-sheet.ts';
import { readDay } from './parts.ts';

type Line = Record<string, string | number | string[]>;

/** The form of a procedure as a paper to fill in by hand (F2: forms to download). */
export const blankFormPage = page({
  path: '/thu-tuc/:code/to-khai.pdf',
  title: { vi: 'Tờ khai để trống', en: 'Blank form' },
  may: 'anyone',
  async run(ctx) {
    const day = readDay(ctx.query['ngay']);
    const code = ctx.params['code']!.slice(0, 40);
    const { version, form } = await procedureSheet(ctx, code, day ?? localDate(ctx.now));
    if (!form) throw notFound();
    const data = {
      title: form.title.vi,
      agency: { name: version.agency.name.vi },
      procedure: {
        name: version.procedure.shortName?.vi ?? version.procedure.name,
        code: version.procedure.code,
      },
      pages: blankPages(form),
    };
    const { pdf } = await printPaper(ctx.app, 'blank-form', data, { at: ctx.now });
    return { kind: 'file', body: pdf, type: 'application/pdf', name: `to-khai-${code}.pdf`, cache: 300 };
  },
});

/** The law's forms are in Vietnamese, whatever language the screen has. */
function blankPages(form: FormDefinition): { title: string; help: string; fields: Line[] }[] {
  return form.pages.map((one: FormPage) => ({
    title: one.title.vi,
    help: one.help?.vi ?? '',
    fields: one.fields.flatMap(blankField),
  }));
}

const yesNo = ['Có', 'Không'];

function blankField(field: Field): Line[] {
  const label = field.label.vi;
  const hint = field.hint?.vi ?? '';
  switch (field.type) {
    case 'component':
    case 'computed':
      return []; // attached, or worked out by the office
    case 'info':
      return field.text ? [{ label: field.text.vi, kind: 'info' }] : [];
    case 'boolean':
      return [{ label, hint, kind: 'ticks', options: yesNo }];
    case 'choice':
    case 'choices':
      return [{ label, hint, kind: 'ticks', options: (field.options ?? []).map((option) => option.label.vi) }];
    case 'multiline':
      return [{ label, hint, kind: 'lines', lines: 3 }];
    case 'address':
      return [{ label, hint, kind: 'lines', lines: 2 }];
    case 'group': {
      const inner = (field.fields ?? []) as Field[];
      if (!field.repeat) return [{ label: `${label}:`, kind: 'info' }, ...inner.flatMap(blankField)];
      const cells = inner
        .filter((one) => !['info', 'component', 'computed', 'group'].includes(one.type))
        .map((one) => one.label.vi);
      return [{ label, hint, kind: 'rows', rows: Math.min(4, Math.max(3, field.repeat.min ?? 0)), cells }];
    }
    default:
      return [{ label: field.suffix ? `${label} (${field.suffix.vi})` : label, hint, kind: 'line' }];
  }
}
