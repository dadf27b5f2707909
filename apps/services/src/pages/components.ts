import {
  fileTooLarge,
  notFound,
  page,
  type PageContext,
  type PageResult,
  type PostedFile,
  post,
  redirect,
  show as html200,
  type Text,
} from '@dinh/kernel';
import {
  button,
  buttonGroup,
  errorSummary,
  fieldId,
  fileItem,
  fileList,
  fileUpload,
  type FormError,
  form,
  formatDate,
  html,
  type Html,
  tag,
} from '@dinh/ui';
import { type AskedComponent, askedComponents, filesOf, limitsOf } from '../model/asked.ts';
import type { Draft, DraftComponent } from '../model/draft.ts';
import { type StoredResult, storeOf } from '../model/store.ts';
import { draftPath, leadOn, openFlow } from './form-page.ts';
import { filingHead, refused, refusedFragment, screen, typed } from './frame.ts';

const title: Text = { vi: 'Giấy tờ kèm theo', en: 'Papers' };

/** What a place where files are attached needs to know of one paper. */
export interface Slot {
  readonly key: string;
  readonly name: Text | string;
  readonly hint?: Text | string;
  readonly accept: readonly string[];
  readonly maxBytes: number;
  readonly needed?: boolean;
  /** Results in the data store that can stand for it. */
  readonly reusable?: readonly StoredResult[];
}

export function slotOf(asked: AskedComponent, most: number, stored: readonly StoredResult[] = []): Slot {
  const { accept, maxBytes } = limitsOf(asked, most);
  return {
    key: asked.key,
    name: asked.name,
    hint: asked.note,
    accept,
    maxBytes,
    needed: asked.needed,
    reusable: asked.satisfiedBy ? stored.filter((one) => one.type === asked.satisfiedBy) : [],
  };
}

/** The papers of a draft: what is attached to each, what can be reused, where to add. */
export function slotList(
  ctx: PageContext,
  draft: Pick<Draft, 'components'> | undefined,
  slots: readonly Slot[],
  paths: { readonly upload: (key: string) => string; readonly file: (id: string) => string },
  errors: Readonly<Record<string, string>> = {},
): Html {
  const { lang } = ctx;
  return html`${slots.map((slot) => {
    const files = filesOf(draft?.components ?? [], slot.key);
    const list = `${fieldId(slot.key)}-files`;
    const reuse = (slot.reusable ?? []).filter((one) => !files.some((f) => f.resultId === one.id));
    return html`<section class="slot">
      <h2>${typeof slot.name === 'string' ? slot.name : slot.name[lang]}</h2>
      <p>
        ${
          slot.needed !== undefined &&
          (slot.needed
            ? tag(lang, files.length > 0 ? 'done' : 'new', files.length > 0 ? attached : mustHave)
            : tag(lang, files.length > 0 ? 'done' : 'waiting', files.length > 0 ? attached : ifAny))
        }
      </p>
      ${slot.hint && html`<p class="hint">${typeof slot.hint === 'string' ? slot.hint : slot.hint[lang]}</p>`}
      ${fileList(lang, { id: list, files: files.map((file) => item(ctx, file, paths.file)) })}
      ${reuse.map(
        (one) =>
          html`<div class="inset">
            <p>
              ${lang === 'vi' ? 'Bạn đã có trong kho dữ liệu:' : 'In your data store:'} <strong>${one.name[lang]}</strong> ${lang === 'vi' ? 'số' : 'no.'} ${one.number}, ${formatDate(one.issuedOn)}
            </p>
            ${button(lang, { label: { vi: 'Dùng lại giấy này', en: 'Reuse this paper' }, kind: 'secondary', name: '_reuse', value: `${slot.key}:${one.id}` })}
          </div>`,
      )}
      ${fileUpload(lang, {
        name: slot.key,
        label:
          files.length > 0
            ? { vi: 'Thêm tệp khác', en: 'Add another file' }
            : { vi: 'Chọn tệp hoặc chụp ảnh', en: 'Choose a file or take a photograph' },
        hint: {
          vi: `Nhận ${slot.accept.join(', ').toUpperCase()}.`,
          en: `Accepts ${slot.accept.join(', ').toUpperCase()}.`,
        },
        accept: slot.accept.map((one) => (one === 'jpg' ? '.jpg,.jpeg' : `.${one}`)).join(','),
        maxBytes: slot.maxBytes,
        multiple: true,
        uploadTo: paths.upload(slot.key),
        listId: list,
        error: errors[slot.key],
      })}
    </section>`;
  })}`;
}

const mustHave = { vi: 'Cần có', en: 'Needed' };
const ifAny = { vi: 'Nếu có', en: 'If you have it' };
const attached = { vi: 'Đã đính kèm', en: 'Attached' };

function item(ctx: PageContext, file: DraftComponent, address: (id: string) => string) {
  return {
    name: file.fileName,
    href: file.file ? address(file.id) : '#',
    size: file.size,
    ...(file.origin === 'store' && {
      note: { vi: 'Lấy từ kho dữ liệu của bạn', en: 'From your data store' },
    }),
    actions: button(ctx.lang, {
      label: html`${ctx.lang === 'vi' ? 'Bỏ' : 'Remove'}<span class="visually-hidden"> ${file.fileName}</span>`,
      kind: 'quiet',
      name: '_remove',
      value: file.id,
    }),
  };
}

/** Takes the files of a post into a draft. What is refused is told by its paper; the others are kept. */
export async function takeFiles(
  ctx: PageContext,
  draftId: string,
  slots: readonly Slot[],
  files: readonly PostedFile[] = ctx.files,
): Promise<{ readonly errors: Record<string, string>; readonly taken: DraftComponent[] }> {
  const errors: Record<string, string> = {};
  const taken: DraftComponent[] = [];
  for (const file of files) {
    const slot = slots.find((one) => one.key === file.field);
    if (!slot) continue;
    try {
      taken.push(await takeFile(ctx, draftId, slot, file));
    } catch (error) {
      errors[slot.key] = [errors[slot.key], String(refused(ctx, error)[0]!.message)]
        .filter(Boolean)
        .join(' ');
    }
  }
  return { errors, taken };
}

/** @throws fileTooLarge, fileEmpty, fileTypeRefused, fileInfected, tooManyFiles */
export async function takeFile(
  ctx: PageContext,
  draftId: string,
  slot: Slot,
  file: PostedFile,
): Promise<DraftComponent> {
  const megabyte = 1024 * 1024;
  if (file.truncated)
    throw fileTooLarge({
      name: file.name,
      size: `> ${Math.round(ctx.app.config.maxFileBytes / megabyte)}`,
      limit: Math.round(slot.maxBytes / megabyte),
    });
  const stored = await ctx.app.files.take(file.path, file.name, slot.accept, slot.maxBytes, ctx.principal.id);
  const { id } = await ctx.app.run(
    'services.add-component',
    { id: draftId, key: slot.key, file: stored.hash, fileName: file.name || `tep.${stored.type.short}` },
    ctx,
  );
  return {
    id,
    key: slot.key,
    origin: 'upload',
    file: stored.hash,
    fileName: file.name,
    size: stored.size,
    mediaType: stored.type.mediaType,
  };
}

/** The line of a file that a script has just sent. */
export function takenFragment(
  ctx: PageContext,
  file: DraftComponent,
  address: (id: string) => string,
): PageResult {
  return html200(fileItem(ctx.lang, item(ctx, file, address)));
}

/** The errors of papers as the top of the page tells them. */
export const slotErrors = (errors: Readonly<Record<string, string>>): FormError[] =>
  Object.entries(errors).map(([key, message]) => ({ id: fieldId(key), message }));

/** Sends a kept file: shown when a browser can, saved otherwise. */
export function sendFile(
  ctx: PageContext,
  file: {
    readonly file?: string | null;
    readonly fileName: string | null;
    readonly mediaType?: string | null;
  },
): PageResult {
  if (!file.file) throw notFound();
  const type = file.mediaType ?? 'application/octet-stream';
  return {
    kind: 'file',
    body: ctx.app.files.read(file.file),
    type,
    name: file.fileName ?? 'tep',
    disposition: /^(application\/pdf|image\/(jpeg|png))$/.test(type) ? 'inline' : 'attachment',
  };
}

async function draw(
  ctx: PageContext,
  errors: Record<string, string>,
  top: readonly FormError[] = [],
): Promise<PageResult> {
  const flow = await openFlow(ctx);
  const { lang } = ctx;
  const asked = await askedComponents(ctx.run, flow);
  const stored = asked.some((one) => one.satisfiedBy) ? (await storeOf(ctx, ctx.run, flow.draft)).papers : [];
  const slots = asked.map((one) => slotOf(one, ctx.app.config.maxFileBytes, stored));
  const wrong = [...top, ...slotErrors(errors)];
  return screen(
    ctx,
    {
      title,
      back: draftPath(flow, flow.pages.at(-1)),
      noSearch: true,
      wrong: wrong.length > 0,
      main: html`${errorSummary(lang, wrong)}${filingHead(ctx, flow.draft.title, 1)}
        <h1>${title[lang]}</h1>
        <p class="lead">
          ${
            slots.length === 0
              ? lang === 'vi'
                ? 'Với những gì bạn đã khai, hồ sơ này không cần giấy tờ kèm theo.'
                : 'With what you declared, no papers are needed.'
              : lang === 'vi'
                ? 'Chỉ những giấy tờ cần cho trường hợp của bạn. Ảnh chụp rõ, đủ bốn góc là được.'
                : 'Only the papers that your case needs. A clear photograph with all four corners will do.'
          }
        </p>
        ${form(lang, {
          action: draftPath(flow, 'giay-to'),
          files: true,
          id: 'papers',
          body: html`${slotList(ctx, flow.draft, slots, { upload: (key) => draftPath(flow, `giay-to/${key}`), file: (id) => draftPath(flow, `tep/${id}`) }, errors)}
          ${buttonGroup(button(lang, { label: { vi: 'Tiếp tục', en: 'Continue' } }))}`,
        })}`,
    },
    wrong.length > 0 ? 422 : 200,
  );
}

const show = page({
  path: '/nop-ho-so/:code/:draft/giay-to',
  title,
  may: 'signed-in',
  run: (ctx) => draw(ctx, {}).catch(leadOn),
});

const take = post({
  path: '/nop-ho-so/:code/:draft/giay-to',
  title,
  may: 'signed-in',
  async run(ctx) {
    try {
      const flow = await openFlow(ctx);
      const { id } = flow.draft;
      const slots = (await askedComponents(ctx.run, flow)).map((one) =>
        slotOf(one, ctx.app.config.maxFileBytes),
      );
      const { errors } = await takeFiles(ctx, id, slots);
      const acted = await actOn(ctx, id);
      if (Object.keys(errors).length > 0 || acted.length > 0) return await draw(ctx, errors, acted);
      return redirect(
        draftPath(flow, typed(ctx, '_remove') || typed(ctx, '_reuse') ? 'giay-to' : 'kiem-tra'),
      );
    } catch (error) {
      return leadOn(error);
    }
  },
});

/** Carries out what another button of the form asked for: take a paper away, or reuse one. */
export async function actOn(ctx: PageContext, draftId: string): Promise<FormError[]> {
  const remove = typed(ctx, '_remove');
  const [key = '', resultId = ''] = typed(ctx, '_reuse')?.split(':') ?? [];
  try {
    if (remove) await ctx.run('services.remove-component', { id: draftId, component: remove });
    if (key) await ctx.run('services.reuse-result', { id: draftId, key, resultId });
    return [];
  } catch (error) {
    return refused(ctx, error);
  }
}

const upload = post({
  path: '/nop-ho-so/:code/:draft/giay-to/:key',
  title,
  may: 'signed-in',
  async run(ctx) {
    try {
      const flow = await openFlow(ctx);
      const asked = (await askedComponents(ctx.run, flow)).find((one) => one.key === ctx.params['key']);
      const [file] = ctx.files;
      if (!asked || !file) throw notFound();
      const taken = await takeFile(ctx, flow.draft.id, slotOf(asked, ctx.app.config.maxFileBytes), file);
      return takenFragment(ctx, taken, (id) => draftPath(flow, `tep/${id}`));
    } catch (error) {
      return refusedFragment(ctx, error);
    }
  },
});

const file = page({
  path: '/nop-ho-so/:code/:draft/tep/:id',
  title: { vi: 'Tệp đính kèm', en: 'Attached file' },
  may: 'signed-in',
  async run(ctx) {
    const flow = await openFlow(ctx);
    const found = flow.draft.components.find((one) => one.id === ctx.params['id']);
    if (!found) throw notFound();
    return sendFile(ctx, found);
  },
});

export const componentPages = [show, take, upload, file];
