import type { PageContext, Text } from '@dinh/kernel';
import { button, type Child, details, form, html, type Html, select, textarea, textInput } from '@dinh/ui';
import type { InstanceView } from '../queries/view-instance.ts';
import { mayOf } from './frame.ts';

/** The permission to change what runs. */
export const changing = 'process.change-instance';
const reason = {
  name: 'reason',
  label: { vi: 'Lý do (giữ lại trong lịch sử)', en: 'Reason (kept in the history)' },
};

const acts: Readonly<Record<'move' | 'restart' | 'set' | 'cancel', { summary: Text; button: Text }>> = {
  move: {
    summary: { vi: 'Chuyển sang bước khác', en: 'Move to another step' },
    button: { vi: 'Chuyển bước', en: 'Move' },
  },
  restart: {
    summary: { vi: 'Chạy lại từ một bước', en: 'Begin again from a step' },
    button: { vi: 'Chạy lại từ đây', en: 'Begin again here' },
  },
  set: {
    summary: { vi: 'Sửa một biến', en: 'Change a variable' },
    button: { vi: 'Sửa biến', en: 'Change' },
  },
  cancel: {
    summary: { vi: 'Hủy lượt chạy này', en: 'Cancel this instance' },
    button: { vi: 'Hủy lượt chạy', en: 'Cancel it' },
  },
};

/** What may be done with a running instance; each act asks for its reason. Nothing for who may not. */
export function instanceActs(
  ctx: PageContext,
  found: InstanceView,
  elements: readonly { id: string; name: string }[],
): Html | false {
  if (found.state !== 'running' || !mayOf(ctx, changing)) return false;
  const { lang } = ctx;
  const places = elements.map(({ id, name }) => ({ value: id, label: name }));
  const nameOf = new Map(elements.map(({ id, name }) => [id, name]));
  const one = (act: keyof typeof acts, body: Child, kind: 'secondary' | 'danger' = 'secondary'): Html =>
    details(lang, {
      summary: acts[act].summary,
      body: form(lang, {
        action: `/dieu-hanh/luot/${found.id}`,
        key: ctx.formKey,
        body: html`<input type="hidden" name="act" value="${act}" />
          ${body} ${textarea(lang, { ...reason, id: `${act}-reason`, rows: 2, maxLength: 2000 })}
          ${button(lang, { label: acts[act].button, kind })}`,
      }),
    });
  const target = (act: string) =>
    select(lang, {
      name: 'element',
      id: `${act}-element`,
      label: { vi: 'Đến bước', en: 'To the step' },
      options: places,
    });
  return html`<section>
    <h2>${{ vi: 'Can thiệp', en: 'Intervene' }[lang]}</h2>
    ${one(
      'move',
      html`${select(lang, {
        name: 'token',
        id: 'move-token',
        label: { vi: 'Đang ở', en: 'Now at' },
        value: found.tokens[0]?.id,
        options: found.tokens.map((token) => ({
          value: token.id,
          label: nameOf.get(token.element) ?? token.element,
        })),
      })}${target('move')}`,
    )}
    ${one('restart', target('restart'))}
    ${one(
      'set',
      html`${textInput(lang, { name: 'variable', label: { vi: 'Biến', en: 'Variable' }, maxLength: 200 })}
      ${textInput(lang, {
        name: 'value',
        label: { vi: 'Giá trị', en: 'Value' },
        hint: {
          vi: 'Số, true, false, null, JSON, hoặc chữ',
          en: 'A number, true, false, null, JSON, or text',
        },
        width: 'full',
      })}`,
    )}
    ${one('cancel', undefined, 'danger')}
  </section>`;
}
