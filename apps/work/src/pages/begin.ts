import { page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
  button,
  buttonGroup,
  emptyState,
  type Filled,
  form,
  fresh,
  html,
  type Html,
  inset,
  linkButton,
  refusedForm,
  select,
  table,
  textarea,
  textInput,
} from '@dinh/ui';
import { processNotOffered } from '../errors.ts';
import { beginProcess } from '../operations/begin-process.ts';
import { beginning, listBeginnings } from '../queries/list-beginnings.ts';
import { home, screen } from './frame.ts';

const path = '/cong-viec/bat-dau';
const title: Text = { vi: 'Bắt đầu việc mới', en: 'Begin a new matter' };

interface Offered {
  readonly key: string;
  readonly name: Text;
  readonly steps: number;
  readonly places: readonly {
    readonly key: string;
    readonly steps: readonly Text[];
    readonly units: readonly { readonly id: number; readonly name: Text }[];
  }[];
}

/** The processes that a person can begin. */
export const beginningsPage = page({
  path,
  title,
  may: beginning,
  async run(ctx) {
    const { lang } = ctx;
    const { processes }: { processes: readonly Offered[] } = await ctx.run(listBeginnings, {});
    return show(
      screen(ctx, {
        title,
        breadcrumbs: [home, { label: title }],
        main: html`<h1>${title[lang]}</h1>
          ${table<Offered>(lang, {
            caption: title,
            hideCaption: true,
            rows: processes,
            rowHref: (one) => `${path}/${one.key}`,
            columns: [
              {
                key: 'name',
                label: { vi: 'Quy trình', en: 'Process' },
                grow: true,
                cell: (one) => one.name[lang],
              },
              {
                key: 'steps',
                label: { vi: 'Số bước', en: 'Steps' },
                numeric: true,
                cell: (one) => one.steps,
              },
            ],
            empty: emptyState(lang, {
              title: { vi: 'Chưa có quy trình nào để bắt đầu', en: 'There is no process to begin' },
              body: {
                vi: 'Quy trình nội bộ được vẽ ở Nội dung và có ứng dụng “work”.',
                en: 'Internal processes are drawn in the studio and name the app “work”.',
              },
            }),
          })}`,
      }),
    );
  },
});

/** Where its steps are done, what it is about, by when. */
export const beginPage = page({
  path: `${path}/:key`,
  title,
  may: beginning,
  run: async (ctx) => show(await beginScreen(ctx, fresh())),
});

/** Begins it. */
export const beginPost = post({
  path: `${path}/:key`,
  title,
  may: beginning,
  async run(ctx) {
    const value = (name: string) => [ctx.form[name] ?? ''].flat().at(-1)!.trim();
    const units = Object.entries(ctx.form)
      .filter(([name]) => name.startsWith('units.'))
      .flatMap(([name]) => (/^[1-9]\d{0,8}$/.test(value(name)) ? [[name.slice(6), Number(value(name))] as const] : []));
    const days = value('days');
    try {
      const { instance } = await ctx.run(beginProcess, {
        process: ctx.params['key']!,
        title: value('title'),
        ...(value('note') && { note: value('note') }),
        units: Object.fromEntries(units),
        ...(days && { days: /^\d{1,4}$/.test(days) ? Number(days) : 0 }),
      });
      return redirect(`/cong-viec/${instance}`);
    } catch (error) {
      return show(await beginScreen(ctx, refusedForm(ctx, error, wrongWords)), 422);
    }
  },
});

const wrongWords: Readonly<Record<string, Text>> = {
  title: { vi: 'Xin ghi việc này là việc gì.', en: 'Please say what it is about.' },
  days: { vi: 'Xin ghi số ngày làm việc từ 1 đến 400.', en: 'Please give working days from 1 to 400.' },
};

async function beginScreen(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const key = ctx.params['key']!;
  const { processes }: { processes: readonly Offered[] } = await ctx.run(listBeginnings, { process: key });
  const [offered] = processes;
  if (!offered) throw processNotOffered();
  const empty = offered.places.filter((place) => place.units.length === 0);
  return screen(ctx, {
    title: offered.name,
    breadcrumbs: [home, { label: title, href: path }, { label: offered.name }],
    wrong: filled.wrong,
    main: html`${filled.summary}
      <h1>${offered.name[lang]}</h1>
      ${empty.map((place) =>
        inset(lang, {
          vi: `Chưa đơn vị nào có đủ người giữ vai trò cho: ${place.steps.map((step) => step.vi).join(', ')}. Xin nhờ quản trị phân vai trước.`,
          en: `In no unit the roles are held that these steps need: ${place.steps.map((step) => step.en).join(', ')}. Please ask an administrator to give them first.`,
        }),
      )}
      ${form(lang, {
        action: `${path}/${key}`,
        key: ctx.formKey,
        guard: true,
        body: html`${textInput(lang, {
          name: 'title',
          label: { vi: 'Việc gì', en: 'What it is about' },
          hint: {
            vi: 'Ví dụ: Công văn trả lời về quy hoạch phường Lam Hạ',
            en: 'For example: Letter about the plan of Lam Hạ ward',
          },
          maxLength: 300,
          value: filled.value('title'),
          error: filled.error('title'),
        })}
        ${textarea(lang, { name: 'note', label: { vi: 'Nội dung', en: 'Content' }, rows: 3, maxLength: 4000, optional: true, value: filled.value('note') })}
        ${offered.places.map((place) =>
          select(lang, {
            name: `units.${place.key}`,
            label: { vi: `Nơi làm: ${place.steps[0]!.vi}`, en: `Where: ${place.steps[0]!.en}` },
            hint:
              place.steps.length > 1
                ? {
                    vi: `và: ${place.steps
                      .slice(1)
                      .map((step) => step.vi)
                      .join(', ')}`,
                    en: `and: ${place.steps
                      .slice(1)
                      .map((step) => step.en)
                      .join(', ')}`,
                  }
                : undefined,
            value: filled.value(`units.${place.key}`) ?? String(place.units[0]?.id ?? ''),
            options: place.units.map((unit) => ({ value: String(unit.id), label: unit.name })),
            error: filled.error(`units.${place.key}`),
          }),
        )}
        ${textInput(lang, {
          name: 'days',
          label: { vi: 'Làm trong', en: 'To be done within' },
          suffix: { vi: 'ngày làm việc', en: 'working days' },
          inputMode: 'numeric',
          width: 4,
          optional: true,
          value: filled.value('days'),
          error: filled.error('days'),
        })}
        ${buttonGroup(
          button(lang, { label: { vi: 'Bắt đầu', en: 'Begin' }, key: 'ctrl+enter' }),
          linkButton(lang, { label: { vi: 'Thôi', en: 'Cancel' }, href: path, kind: 'quiet' }),
        )}`,
      })}`,
  });
}
