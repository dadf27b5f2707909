import { notFound, page, type PageContext, post, redirect, sendJson, show } from '@dinh/kernel';
import { button, buttonGroup, details, type Filled, form, fresh, html, type Html, refusedForm } from '@dinh/ui';
import { hiddenKey, screen, typed } from '../frame.ts';
import { choicesFor } from './choices.ts';
import { sectionOf } from './section.ts';
import { type Item, type Section, sectionForms } from './sections.ts';
import { mayChange, type PartKey, type Plan, sections, successionsPath, successionsTitle, type View } from './words.ts';

const path = `${successionsPath}/:id/:muc/:so`;
const may = 'people.manage-unit';

interface At {
  readonly key: PartKey;
  readonly view: View;
  /** Where it stands in its section; undefined for one to be added. */
  readonly n: number | undefined;
}

/** @throws notFound also when the plan may not be changed any more */
async function itemOf(ctx: PageContext): Promise<At> {
  const { key, view } = await sectionOf(ctx);
  const n = ctx.params['so'] === 'them' ? undefined : Number(ctx.params['so']);
  const { state, body } = view.succession;
  if (!mayChange(ctx, state) || (n !== undefined && !(Number.isInteger(n) && n >= 0 && n < body[key].length))) throw notFound();
  return { key, view, n };
}

const formOf = (key: PartKey) => sectionForms[key] as unknown as Section<'lines'>;

const itemPage = page({
  path,
  title: successionsTitle,
  may,
  async run(ctx) {
    const at = await itemOf(ctx);
    const { key, view, n } = at;
    const known = n === undefined ? {} : formOf(key).known(view.succession.body[key][n] as Item<'lines'>, view);
    return show(await itemScreen(ctx, at, fresh(n === undefined && key === 'appointments' ? { main: 'on' } : known)));
  },
});

/** Keeps one item, or takes it out, as the plan was when the form was drawn. */
const itemPost = post({
  path,
  title: successionsTitle,
  may,
  async run(ctx) {
    const at = await itemOf(ctx);
    const { key, view, n } = at;
    const { succession: s } = view;
    const items: unknown[] = [...s.body[key]];
    const place = n ?? items.length;
    if (typed(ctx, 'viec') === 'bo') items.splice(place, n === undefined ? 0 : 1);
    else items[place] = formOf(key).read(ctx);
    try {
      await ctx.run('identity.save-succession', {
        id: s.id,
        version: Number(typed(ctx, 'version')) || s.version,
        title: s.title,
        basis: s.basis,
        ...(s.day && { day: s.day }),
        body: { ...s.body, [key]: items } as Plan,
      });
      const back = `${successionsPath}/${s.id}/${sections[key].path}`;
      return redirect(typed(ctx, 'viec') === 'them-nua' ? `${back}/them` : back);
    } catch (error) {
      const named = (field: string) => field.replace(new RegExp(`^body\\.${key}\\.${place}\\.`), '');
      return show(await itemScreen(ctx, at, refusedForm(ctx, error, askFor, named)), 422);
    }
  },
});

const askFor = {
  key: {
    vi: 'Khóa gồm chữ thường không dấu, số, “-” và “.”.',
    en: 'A key has small letters, digits, “-” and “.”.',
  },
  code: {
    vi: 'Mã gồm chữ số, chữ hoa và dấu chấm, như H25.61.',
    en: 'An identifier has digits, capital letters and dots, as H25.61.',
  },
  from: { vi: 'Hãy chọn đơn vị kết thúc.', en: 'Choose the unit that ends.' },
  unit: { vi: 'Hãy chọn đơn vị.', en: 'Choose the unit.' },
  parent: { vi: 'Hãy chọn đơn vị cấp trên.', en: 'Choose the unit above.' },
  kind: { vi: 'Hãy chọn loại đơn vị.', en: 'Choose the kind.' },
  level: { vi: 'Hãy chọn cấp.', en: 'Choose the level.' },
  role: { vi: 'Hãy chọn vai trò.', en: 'Choose the role.' },
  account: { vi: 'Hãy chọn người hoặc nhập tài khoản.', en: 'Choose a person or type an account.' },
  'name.vi': { vi: 'Hãy nhập tên.', en: 'Type the name.' },
  'name.en': { vi: 'Hãy nhập tên tiếng Anh.', en: 'Type the English name.' },
  'title.vi': { vi: 'Hãy nhập chức danh.', en: 'Type the title.' },
  'title.en': { vi: 'Hãy nhập chức danh tiếng Anh.', en: 'Type the title in English.' },
};

async function itemScreen(ctx: PageContext, { key, view, n }: At, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const { succession: s } = view;
  const { title, one, path: section } = sections[key];
  const here = `${successionsPath}/${s.id}/${section}`;
  const heading =
    n === undefined ? { vi: `Thêm: ${one.vi}`, en: `Add: ${one.en}` } : { vi: `Sửa: ${one.vi}`, en: `Change: ${one.en}` };
  const version = filled.wrong ? (filled.value('version') ?? s.version) : s.version;
  const hidden = html`${hiddenKey(ctx)}<input type="hidden" name="version" value="${version}" />`;
  return screen(ctx, {
    title: heading,
    wrong: filled.wrong,
    breadcrumbs: [
      { label: successionsTitle, href: successionsPath },
      { label: s.title, href: `${successionsPath}/${s.id}` },
      { label: title, href: here },
      { label: heading },
    ],
    main: html`${filled.summary}
      <h1>${heading[lang]}</h1>
      <div class="narrow">
        ${form(lang, {
          action: `${here}/${n ?? 'them'}`,
          body: html`${hidden}${formOf(key).fields(lang, filled, await choicesFor(ctx, view))}
          ${buttonGroup(button(lang, { label: { vi: 'Lưu', en: 'Save' } }), n === undefined && button(lang, { name: 'viec', value: 'them-nua', kind: 'secondary', label: { vi: 'Lưu và thêm nữa', en: 'Save and add another' } }))}`,
        })}
        ${
          n !== undefined &&
          details(lang, {
            summary: { vi: 'Bỏ khỏi phương án', en: 'Take out of the plan' },
            body: form(lang, {
              action: `${here}/${n}`,
              body: html`${hidden}${button(lang, { name: 'viec', value: 'bo', kind: 'danger', label: { vi: 'Bỏ mục này', en: 'Take it out' } })}`,
            }),
          })
        }
      </div>`,
  });
}

/** Officials by name, for the box of an appointment. */
const officialsJson = page({
  path: `${successionsPath}/can-bo`,
  title: successionsTitle,
  may,
  async run(ctx) {
    const query = (ctx.query['q'] ?? '').trim().slice(0, 120);
    if (query.length < 2) return sendJson([]);
    const { officials } = await ctx.run('identity.list-officials', { query, limit: 20 });
    const once = new Map(officials.map((one) => [one.person, one]));
    return sendJson(
      [...once.values()].map(({ person, name, title, unitName }) => ({
        label: name,
        hint: `${title}, ${unitName}`,
        value: person,
      })),
    );
  },
});

export const itemPages = [officialsJson, itemPage, itemPost];
