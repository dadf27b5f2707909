import {
  type DefinitionKind,
  type Lang,
  notAllowed,
  page,
  type PageContext,
  post,
  redirect,
  Refusal,
  show,
  type Text,
} from '@dinh/kernel';
import {
  banner,
  button,
  buttonGroup,
  errorSummary,
  filePicker,
  form,
  html,
  type Html,
  linkButton,
  textarea,
  textInput,
} from '@dinh/ui';
import { lineSentence, type Problem } from '../model/body-text.ts';
import { savedElsewhere, versionNewer } from '../errors.ts';
import { kindNamed, mayEdit } from '../model/kinds.ts';
import { saveDraft } from '../operations/save-draft.ts';
import { drawingEditor } from './drawing-editor.ts';
import { address, crumbs, hiddenKey, posted, refusedSummary, screen, viewing } from './frame.ts';
import { insteadOf, lastText, readUpload, seenOf, seenText, type Typed } from './edit-text.ts';
import { type Draft, titleOf } from './shown.ts';

const title: Text = { vi: 'Soạn phiên bản mới', en: 'Write a new version' };

/** The editor of a definition: the person's open draft, else the version asked for (`?tu-ban=`), else the newest, else empty. */
export const editPage = page({
  path: '/studio/:kind/:key/soan',
  title,
  may: viewing,
  async run(ctx) {
    const kind = kindNamed(ctx.app, ctx.params['kind']!);
    // A new definition: the key was typed on the list.
    if (ctx.params['key'] === 'moi' && ctx.query['ma']) return redirect(`${address(kind.kind, ctx.query['ma'])}/soan`);
    if (!mayEdit(ctx.principal, kind)) throw notAllowed();
    return show(await editScreen(ctx, await lastText(ctx)));
  },
});

export const editPost = post({
  path: '/studio/:kind/:key/soan',
  title,
  may: viewing,
  async run(ctx) {
    const lines = (name: string) => posted(ctx, name)?.replaceAll('\r\n', '\n');
    const typed = {
      text: lines('text') ?? '',
      source: (posted(ctx, 'source') ?? '').trim(),
      ...(lines('about') !== undefined && { about: lines('about')! }),
    };
    // What was typed stays, and the field that is missing is named.
    const here = { ...typed, seen: posted(ctx, 'da-xem') };
    if (typed.source.length < 2) return show(await editScreen(ctx, here, undefined, true), 422);
    const seen = seenOf(posted(ctx, 'da-xem'));
    const upload = ctx.files.find((file) => file.field === 'file' && file.size > 0);
    try {
      const { kind, key } = ctx.params as { kind: string; key: string };
      const text = upload ? await readUpload(upload.path) : typed.text;
      const anyway = posted(ctx, 'van-luu') !== undefined;
      const refusedFile = upload && (await insteadOf(ctx, { ...typed, text }));
      if (refusedFile) return show(await editScreen(ctx, { ...here, text, ...refusedFile }), 422);
      const saved = await ctx.run(saveDraft, { kind, key, ...typed, text, ...(seen && !anyway && { seen }) });
      const { draft, problems } = saved;
      if (problems.length === 0) return redirect(`/studio/du-thao/${draft}`);
      return show(await editScreen(ctx, { ...typed, text, problems, draft, seen: seenText(saved.seen) }), 422);
    } catch (error) {
      const newer = error instanceof Refusal && [versionNewer.code, savedElsewhere.code].includes(error.code);
      return show(await editScreen(ctx, { ...here, newer }, refusedSummary(ctx, error)), 422);
    }
  },
});

const told = {
  uploaded: {
    vi: 'Tệp vừa tải lên có lỗi nên chưa thay vào dự thảo của bạn: dự thảo vẫn nguyên. Nội dung của tệp ở dưới; lưu thì nó thay dự thảo, với các lỗi ấy.',
    en: 'The uploaded file has mistakes, so it has not taken the place of your draft, which is as it was. The file is shown below; saving puts it in place of the draft, with its mistakes.',
  },
  keepDraft: { vi: 'Bỏ tệp này, mở lại dự thảo của tôi', en: 'Leave this file and open my draft again' },
  saveFile: { vi: 'Lưu tệp này thay dự thảo', en: 'Save this file in place of the draft' },
  noSource: { vi: 'Hãy ghi căn cứ của thay đổi.', en: 'Write on what the change rests.' },
};

/** Who else has a draft of the same: of two, the one that is published second is written anew on the first. */
function besides(lang: Lang, others: readonly Draft[]): Html {
  const drafts = others.map((one) => html`<li><a href="/studio/du-thao/${one.id}">${one.authorName}</a></li>`);
  return banner(lang, {
    tone: 'info',
    body: html`<p>${{ vi: 'Người khác cũng đang có dự thảo của nội dung này. Hai bản không tự gộp lại: bản được phê duyệt trước thành phiên bản mới, bản kia phải sửa theo bản ấy rồi trình lại.', en: 'Somebody else has a draft of this, too. The two are not merged: the one that is approved first becomes the new version, the other is written anew on it and submitted again.' }[lang]}</p>
      <ul>${drafts}</ul>`,
  });
}

/** Said where somebody goes back to a former version. */
const takenFrom = ({ version, taken }: NonNullable<Typed['former']>): Text =>
  taken
    ? {
        vi: `Nội dung dưới đây lấy từ bản ${version}. Lưu, trình và được phê duyệt thì nó thành phiên bản mới; các bản đã ban hành vẫn còn trong lịch sử.`,
        en: `What stands below is taken from version ${version}. Saved, submitted and approved it becomes a new version; what has been published stays in the history.`,
      }
    : {
        vi: `Bạn đang có một dự thảo của nội dung này, mở ở dưới. Muốn soạn lại từ bản ${version} thì rút dự thảo ấy trước.`,
        en: `You have an open draft of this, shown below. To write anew from version ${version}, withdraw that draft first.`,
      };

async function editScreen(ctx: PageContext, typed: Typed, refused?: Html, noSource = false): Promise<Html> {
  const { lang } = ctx;
  const kind = kindNamed(ctx.app, ctx.params['kind']!);
  const key = ctx.params['key']!;
  const problems = typed.problems ?? [];
  return screen(ctx, {
    title,
    wrong: refused !== undefined || noSource || problems.length > 0,
    breadcrumbs: crumbs(kind, key, { label: title }),
    main: html`${refused}${errorSummary(
      lang,
      noSource
        ? [{ id: 'source', message: told.noSource }]
        : problems.map((problem) => ({
            id: 'text',
            message: lineSentence(lang, problem),
          })),
    )}
      ${typed.uploaded && banner(lang, { tone: 'soon', body: html`<p>${told.uploaded[lang]}</p><p><a href="${address(kind.kind, key)}/soan">${told.keepDraft[lang]}</a></p>` })}
      <h1>${title[lang]}: ${(await titleOf(ctx, kind.kind, key))[lang]}</h1>
      <p class="muted">${kind.title[lang]} <code>${key}</code></p>
      <p>${{ vi: 'Lưu dự thảo sẽ kiểm tra toàn bộ nội dung. Dự thảo chỉ có hiệu lực khi một người khác phê duyệt.', en: 'Saving checks everything. A draft takes effect only when somebody else approves it.' }[lang]}</p>
      ${
        typed.behind &&
        banner(lang, {
          tone: 'soon',
          body: html`${{ vi: `Phiên bản ${typed.behind.newest} đã được ban hành sau khi dự thảo này được viết.`, en: `Version ${typed.behind.newest} was published after this draft was written.` }[lang]}
            <a href="${address(kind.kind, key)}/so-sanh?cu=${typed.behind.base}&moi=${typed.behind.newest}">${{ vi: 'Xem phiên bản ấy đổi gì', en: 'See what it changed' }[lang]}</a>`,
        })
      }
      ${typed.others && typed.others.length > 0 && besides(lang, typed.others)}
      ${typed.former && banner(lang, { tone: 'info', body: takenFrom(typed.former)[lang] })}
      ${form(lang, {
        action: `${address(kind.kind, key)}/soan`,
        files: true,
        guard: true,
        body: html`${hiddenKey(ctx)}<input type="hidden" name="da-xem" value="${typed.seen ?? ''}" />
          ${typed.about === undefined && (await drawingEditor(ctx, kind, key, problems))}
          ${textarea(lang, {
            name: 'text',
            label: { vi: 'Nội dung', en: 'Content' },
            hint: languageHint(kind.file?.ending ?? (kind.file ? '.typ' : '.yaml')),
            rows: 28,
            value: typed.text,
            attributes: {
              class: 'input textarea typed-source',
              wrap: 'off',
              spellcheck: 'false',
              required: false,
              'data-replaced-by': 'file',
            },
          })}
          ${typed.about !== undefined && (await aboutField(ctx, kind, key, typed.about, problems))}
          <p class="field"><label class="label" for="file">${{ vi: 'Hoặc tải tệp lên thay cho nội dung ở trên', en: 'Or upload a file in place of the text above' }[lang]}</label>${filePicker(lang, { id: 'file', name: 'file' })}</p>
          ${textInput(lang, {
            name: 'source',
            label: { vi: 'Căn cứ của thay đổi', en: 'On what the change rests' },
            hint: {
              vi: 'Văn bản quy định thay đổi này, ví dụ: Quyết định 12/2026/QĐ-UBND; hoặc lý do khi không có văn bản',
              en: 'The paper that orders it, such as Quyết định 12/2026/QĐ-UBND; or the reason where there is none',
            },
            value: typed.source,
            error: noSource ? told.noSource : undefined,
            maxLength: 500,
            width: 'full',
          })}
          ${buttonGroup(
            button(lang, {
              label: typed.uploaded ? told.saveFile : { vi: 'Lưu và kiểm tra', en: 'Save and check' },
              key: 'ctrl+s',
            }),
            typed.newer &&
              button(lang, {
                kind: 'secondary',
                name: 'van-luu',
                value: '1',
                label: { vi: 'Tôi đã so sánh, vẫn lưu', en: 'I have compared: save all the same' },
              }),
            typed.draft &&
              linkButton(lang, {
                kind: 'secondary',
                label: { vi: 'Xem dự thảo', en: 'See the draft' },
                href: `/studio/du-thao/${typed.draft}`,
              }),
          )}`,
      })}`,
  });
}

/** What stands beside a file: drawn as fields, or as YAML. */
async function aboutField(
  ctx: PageContext,
  kind: DefinitionKind,
  key: string,
  about: string,
  problems: readonly Problem[],
): Promise<Html> {
  return html`<h2>${{ vi: 'Thông tin kèm theo', en: 'What stands beside the file' }[ctx.lang]}</h2>
    ${await drawingEditor(ctx, kind, key, problems)}
    ${textarea(ctx.lang, {
      name: 'about',
      label: { vi: 'Tên, khổ giấy, dữ liệu ví dụ (YAML)', en: 'Title, paper, example (YAML)' },
      rows: 14,
      optional: true,
      value: about,
      attributes: { class: 'input textarea typed-source', wrap: 'off', spellcheck: 'false' },
    })}`;
}

function languageHint(ending: string): Text {
  const language = { '.bpmn': 'BPMN 2.0 (XML)', '.dmn': 'DMN 1.5 (XML)', '.yaml': 'YAML', '': 'Typst' }[ending] ?? 'Typst';
  return { vi: `Viết bằng ${language}.`, en: `Written in ${language}.` };
}
