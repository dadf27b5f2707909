import { type Facts, getAt, prefillForm, renderPage, type FormError } from '@dinh/forms';
import { notFound, page, type PageContext, type PageResult, post, redirect, Refusal, sendJson, type Text } from '@dinh/kernel';
import { banner, button, fieldId, form, html, linkButton } from '@dinh/ui';
import { authorityOver, draftFiled, pageUnknown } from '../errors.ts';
import { isOver, papersStep, readAnyDraft, readDraft } from '../model/draft.ts';
import { factsFor } from '../model/facts.ts';
import { type Flow, flowOf, titleOf } from '../model/flow.ts';
import { filingHead, screen, typed, withQuery } from './frame.ts';

const title: Text = { vi: 'Tờ khai', en: 'Form' };

/** The id of the draft in the address. @throws notFound when it is none */
export function draftId({ params }: Pick<PageContext, 'params'>): string {
  const id = params['draft']!;
  if (!/^[0-9a-f-]{36}$/.test(id)) throw notFound();
  return id;
}

/** The person's draft with its procedure. @throws draftNotFound, and notFound under the address of another procedure */
export async function openFlow(ctx: PageContext): Promise<Flow> {
  const draft = await readDraft(ctx, draftId(ctx));
  if (draft.procedureCode !== ctx.params['code'] || draft.kind !== 'dossier') throw notFound();
  if (draft.state === 'filed') throw draftFiled({ reference: draft.reference ?? '' });
  return flowOf(ctx, ctx.run, draft);
}

/** Where a filed draft leads, to its dossier, and one whose authority is over. Other errors are thrown on. */
export function leadOn(error: unknown, { params }: Pick<PageContext, 'params'>): PageResult {
  if (error instanceof Refusal && error.code === authorityOver.code)
    return redirect(`/nop-ho-so/${params['code']}/${params['draft']}/lam-tiep`);
  if (error instanceof Refusal && error.code === draftFiled.code) return redirect(`/ho-so/${error.details['reference']}`);
  throw error;
}

export const draftPath = (flow: Flow, page = ''): string =>
  `/nop-ho-so/${flow.draft.procedureCode}/${flow.draft.id}${page && `/${page}`}`;

/** Goes on where the person was. */
const resume = page({
  path: '/nop-ho-so/:code/:draft',
  title,
  may: 'signed-in',
  async run(ctx) {
    try {
      const flow = await openFlow(ctx);
      const { page: at } = flow.draft;
      const there = at !== null && (at === papersStep || flow.pages.includes(at));
      return redirect(draftPath(flow, there ? at : flow.pages[0]!));
    } catch (error) {
      return leadOn(error, ctx);
    }
  },
});

const show = page({
  path: '/nop-ho-so/:code/:draft/:page',
  title,
  may: 'signed-in',
  async run(ctx) {
    try {
      const flow = await openFlow(ctx);
      return await draw(ctx, flow, []);
    } catch (error) {
      return leadOn(error, ctx);
    }
  },
});

async function draw(ctx: PageContext, flow: Flow, errors: readonly FormError[]): Promise<PageResult> {
  const key = ctx.params['page']!;
  const { draft, form: definition, env, pages } = flow;
  const position = pages.indexOf(key);
  if (position < 0) return redirect(draftPath(flow));
  const facts = await factsFor(ctx, ctx.run, draft);
  const { data, origins, waiting } = filled(flow, key, facts, ctx.query['moi'] === '1');
  const back = position > 0 ? draftPath(flow, pages[position - 1]) : `/nop-ho-so/${draft.procedureCode}`;
  const changed = draft.formId !== null && draft.formId !== definition.id && draft.seen.length > 0;
  return screen(
    ctx,
    {
      title: definition.body.pages.find((one) => one.key === key)!.title,
      back,
      noSearch: true,
      wrong: errors.length > 0,
      main: html`${filingHead(ctx, flow, 0, { at: position + 1, of: pages.length })}${
        changed &&
        banner(ctx.lang, {
          body: {
            vi: 'Biểu mẫu vừa được cơ quan thay đổi. Những gì bạn đã khai vẫn còn; xin xem lại từng trang.',
            en: 'The form has just been changed by the agency. What you declared is still here; please look through the pages.',
          },
        })
      }${renderPage(definition.body, key, {
        data,
        env,
        errors,
        origins,
        waiting,
        action: withQuery(draftPath(flow, key), { ve: ctx.query['ve'] }),
        autosave: `${draftPath(flow, key)}/luu`,
        beside: button(ctx.lang, {
          label: { vi: 'Lưu và làm tiếp sau', en: 'Save and go on later' },
          kind: 'quiet',
          name: '_later',
          value: '1',
        }),
      })}`,
    },
    errors.length > 0 ? 422 : 200,
  );
}

/**
 * The answers of a page with what is known filled in. A page that was sent before is as it was left, and a value says
 * where it is from only while it is still that; questions that are `fresh` on it are filled in all the same.
 */
function filled(flow: Flow, key: string, facts: Facts, fresh: boolean) {
  const { draft, form: definition, env } = flow;
  if (!draft.seen.includes(key)) return prefillForm(definition.body, draft.data, facts, env, key);
  const fields = definition.body.pages.find((one) => one.key === key)!.fields;
  const data = structuredClone(draft.data);
  const blank = structuredClone(draft.data);
  for (const field of fields) if (field.prefill || (field.type === 'group' && !field.repeat)) delete blank[field.key];
  const known = prefillForm(definition.body, blank, facts, env, key);
  if (fresh)
    for (const field of fields)
      if (field.when && field.prefill && data[field.key] === undefined) data[field.key] = known.data[field.key];
  const origins = Object.fromEntries(
    Object.entries(known.origins).filter(
      ([path]) => path in known.waiting || JSON.stringify(getAt(data, path)) === JSON.stringify(getAt(known.data, path)),
    ),
  );
  return { data, origins, waiting: known.waiting };
}

const take = post({
  path: '/nop-ho-so/:code/:draft/:page',
  title,
  may: 'signed-in',
  async run(ctx) {
    try {
      const before = await openFlow(ctx);
      const key = ctx.params['page']!;
      const taken = await ctx.run('services.save-draft', {
        id: before.draft.id,
        page: key,
        fields: ctx.form,
      });
      if (typed(ctx, '_later')) return redirect('/ho-so');
      const flow = await openFlow(ctx);
      if (taken.outcome === 'again' && taken.errors.length === 0) {
        const focus = taken.focus && `#${fieldId(taken.focus)}`;
        return redirect(`${withQuery(draftPath(flow, key), { moi: '1', ve: ctx.query['ve'] })}${focus ?? ''}`);
      }
      if (taken.outcome === 'again') return await draw(ctx, flow, taken.errors);
      if (ctx.query['ve'] === 'kiem-tra' && flow.checked.errors.length === 0) return redirect(draftPath(flow, 'kiem-tra'));
      return redirect(draftPath(flow, taken.next ?? papersStep));
    } catch (error) {
      // The authority ended while they typed: that is kept all the same.
      if (error instanceof Refusal && error.code === authorityOver.code)
        await ctx.run('services.save-draft', {
          id: ctx.params['draft']!,
          page: ctx.params['page']!,
          fields: ctx.form,
          typing: true,
        });
      // The agency has taken the page out of the form meanwhile: the person goes on where there is one, and is told there.
      if (error instanceof Refusal && error.code === pageUnknown.code)
        return redirect(`/nop-ho-so/${ctx.params['code']}/${ctx.params['draft']}`);
      return leadOn(error, ctx);
    }
  },
});

/** Quiet saving while a person types. */
const autosave = post({
  path: '/nop-ho-so/:code/:draft/:page/luu',
  title,
  may: 'signed-in',
  async run(ctx) {
    await ctx.run('services.save-draft', {
      id: ctx.params['draft']!,
      page: ctx.params['page']!,
      fields: ctx.form,
      typing: true,
    });
    return sendJson({ saved: true });
  },
});

const discardTitle: Text = { vi: 'Xóa bản nháp này?', en: 'Delete this draft?' };

const askDiscard = page({
  path: '/nop-ho-so/:code/:draft/xoa',
  title: discardTitle,
  may: 'signed-in',
  async run(ctx) {
    try {
      const home = `/nop-ho-so/${ctx.params['code']}/${draftId(ctx)}`;
      const over = await readAnyDraft(ctx, draftId(ctx)).then((draft) => isOver(ctx.principal, draft) && draft);
      const name = over
        ? { vi: over.title, en: over.title }
        : await openFlow(ctx).then((flow) => ({ vi: titleOf(flow, 'vi'), en: titleOf(flow, 'en') }));
      return screen(ctx, {
        title: discardTitle,
        back: '/ho-so',
        noSearch: true,
        main: html`<h1>${discardTitle[ctx.lang]}</h1>
          <p>
            ${
              ctx.lang === 'vi'
                ? `Bản nháp “${name.vi}” và các tệp đính kèm sẽ bị xóa, không lấy lại được.`
                : `The draft “${name.en}” and its files will be deleted for good.`
            }
          </p>
          ${form(ctx.lang, {
            action: `${home}/xoa`,
            key: ctx.formKey,
            body: html`<div class="button-group">
              ${button(ctx.lang, { label: { vi: 'Xóa bản nháp', en: 'Delete the draft' }, kind: 'danger' })}
              ${linkButton(ctx.lang, { label: { vi: 'Giữ lại', en: 'Keep it' }, href: home })}
            </div>`,
          })}`,
      });
    } catch (error) {
      return leadOn(error, ctx);
    }
  },
});

const discard = post({
  path: '/nop-ho-so/:code/:draft/xoa',
  title: discardTitle,
  may: 'signed-in',
  async run(ctx) {
    await ctx.run('services.discard-draft', { id: ctx.params['draft']! });
    return redirect('/ho-so');
  },
});

export const formPages = [resume, askDiscard, discard, show, take, autosave];
