import { fileTooLarge, notFound, type PageContext, type PageResult, type PostedFile, show, type Text } from '@dinh/kernel';
import { button, fieldId, fileItem, fileList, fileUpload, type FormError, formatDate, html, type Html, tag } from '@dinh/ui';
import { type AskedComponent, filesOf, limitsOf } from '../model/asked.ts';
import type { Draft, DraftComponent } from '../model/draft.ts';
import type { StoredResult } from '../model/store.ts';
import { refused, typed } from './frame.ts';

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
            : slot.accept.some((one) => one === 'jpg' || one === 'png')
              ? { vi: 'Chọn tệp hoặc chụp ảnh', en: 'Choose a file or take a photograph' }
              : { vi: 'Chọn tệp', en: 'Choose a file' },
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
      errors[slot.key] = [errors[slot.key], String(refused(ctx, error)[0]!.message)].filter(Boolean).join(' ');
    }
  }
  return { errors, taken };
}

/** @throws fileTooLarge, fileEmpty, fileTypeRefused, fileMisnamed, fileInfected, tooManyFiles */
export async function takeFile(ctx: PageContext, draftId: string, slot: Slot, file: PostedFile): Promise<DraftComponent> {
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
export function takenFragment(ctx: PageContext, file: DraftComponent, address: (id: string) => string): PageResult {
  return show(fileItem(ctx.lang, item(ctx, file, address)));
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
