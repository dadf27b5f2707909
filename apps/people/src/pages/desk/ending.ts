import { page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import { button, type Filled, form, fresh, html, type Html, refusedForm, textarea, textInput } from '@dinh/ui';
import { hiddenKey, screen, typed } from '../frame.ts';
import { paperFields, typedPapers } from './papers.ts';
import { deskPath, deskTitle } from './search.ts';

const deathPath = `${deskPath}/nguoi/:id/da-mat`;
const deathTitle: Text = { vi: 'Ghi nhận người đã mất', en: 'Record a death' };
const reopenPath = `${deskPath}/mo-lai/:id`;
const reopenTitle: Text = { vi: 'Mở lại tài khoản đã đóng', en: 'Open a closed account again' };

const askFor: Record<string, Text> = {
  diedOn: { vi: 'Hãy nhập ngày mất.', en: 'Type the date of death.' },
  papers: { vi: 'Hãy chọn giấy tờ đã xem.', en: 'Choose the paper that you have seen.' },
  reason: { vi: 'Hãy nhập lý do.', en: 'Type the reason.' },
};

const deathPage = page({
  path: deathPath,
  title: deathTitle,
  may: 'people.register-person',
  run: async (ctx) => show(await deathScreen(ctx, fresh())),
});

const deathPost = post({
  path: deathPath,
  title: deathTitle,
  may: 'people.register-person',
  async run(ctx) {
    try {
      await ctx.run('identity.record-death', {
        person: ctx.params['id'] ?? '',
        diedOn: typed(ctx, 'diedOn') ?? '',
        papers: typedPapers(ctx),
      });
      return redirect(`${deskPath}?xong=da-mat`);
    } catch (error) {
      return show(await deathScreen(ctx, refusedForm(ctx, error, askFor)), 422);
    }
  },
});

async function deathScreen(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const id = ctx.params['id'] ?? '';
  const person = await ctx.run('identity.view-person', { person: id });
  return screen(ctx, {
    title: deathTitle,
    wrong: filled.wrong,
    breadcrumbs: [
      { label: deskTitle, href: deskPath },
      { label: person.name, href: `${deskPath}/nguoi/${id}` },
      { label: deathTitle },
    ],
    main: html`${filled.summary}
      <h1>${deathTitle[lang]}: ${person.name}</h1>
      <p>
        ${
          {
            vi: 'Tài khoản đóng lại, chức vụ, ủy quyền và việc đại diện chấm dứt. Cơ quan đang giải quyết hồ sơ của người này được báo.',
            en: 'The account is closed; positions, delegations and authorities end. Agencies that settle dossiers of theirs are told.',
          }[lang]
        }
      </p>
      <div class="narrow">
        ${form(lang, {
          action: `${deskPath}/nguoi/${id}/da-mat`,
          body: html`${hiddenKey(ctx)}${textInput(lang, { name: 'diedOn', type: 'date', width: 10, label: { vi: 'Ngày mất', en: 'Date of death' }, value: filled.value('diedOn'), error: filled.error('diedOn') })}
          ${await paperFields(ctx, filled, 'death')}
          ${button(lang, { kind: 'danger', label: { vi: 'Đã xem giấy tờ, ghi nhận', en: 'The papers are seen: record it' } })}`,
        })}
      </div>`,
  });
}

const reopenPage = page({
  path: reopenPath,
  title: reopenTitle,
  may: 'people.register-person',
  run: async (ctx) => show(await reopenScreen(ctx, fresh())),
});

const reopenPost = post({
  path: reopenPath,
  title: reopenTitle,
  may: 'people.register-person',
  async run(ctx) {
    const person = ctx.params['id'] ?? '';
    try {
      await ctx.run('identity.reopen-person', {
        person,
        reason: typed(ctx, 'reason') ?? '',
        papers: typedPapers(ctx),
      });
      return redirect(`${deskPath}/nguoi/${person}?xong=1`);
    } catch (error) {
      return show(await reopenScreen(ctx, refusedForm(ctx, error, askFor)), 422);
    }
  },
});

async function reopenScreen(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  return screen(ctx, {
    title: reopenTitle,
    wrong: filled.wrong,
    breadcrumbs: [{ label: deskTitle, href: deskPath }, { label: reopenTitle }],
    main: html`${filled.summary}
      <h1>${reopenTitle[lang]}</h1>
      <div class="narrow">
        ${form(lang, {
          action: `${deskPath}/mo-lai/${ctx.params['id']}`,
          body: html`${hiddenKey(ctx)}${await paperFields(ctx, filled, 'identity')}
          ${textarea(lang, { name: 'reason', rows: 2, label: { vi: 'Lý do', en: 'Reason' }, value: filled.value('reason'), error: filled.error('reason') })}
          ${button(lang, { label: { vi: 'Mở lại', en: 'Open it again' } })}`,
        })}
      </div>`,
  });
}

export const endingPages = [deathPage, deathPost, reopenPage, reopenPost];
