/** Files: choosing, sending, listing and looking at them. */
import { island } from '../assets.ts';
import { attributes, html, none, type Attributes, type Child, type Html } from '../html.ts';
import { formatSize } from '../format.ts';
import { icon } from '../icons.ts';
import { say, words, type Lang, type Text, type Words } from '../lang.ts';
import { controlAttributes, field, type FieldProps } from './field.ts';
import { content } from './lists.ts';
import { tag, type Tone } from './tag.ts';

export interface FileUploadProps extends FieldProps {
  /** Types offered by the file picker: `.pdf,.jpg,.png,.docx`. */
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Largest size of one file, in bytes: told before, and checked in the browser too. */
  readonly maxBytes?: number;
  /** Lets a phone open its camera. */
  readonly capture?: boolean;
  /**
   * Address that takes one file at once (`multipart/form-data`, field of the same name, `accept: text/html`) and answers with
   * an HTML fragment for the list, or with a status ≥ 400 and problem details. Without scripts files go with the form.
   */
  readonly uploadTo?: string;
  /** Id of the element whose end takes the fragments, usually the `fileList`. */
  readonly listId?: string;
}

const limit = (lang: Lang, size: string) => (lang === 'vi' ? `Mỗi tệp không quá ${size}.` : `Each file up to ${size}.`);

/** A file field; the limits are told in front of it. */
export function fileUpload(lang: Lang, props: FileUploadProps): Html {
  const told = props.maxBytes ? limit(lang, formatSize(lang, props.maxBytes)) : undefined;
  const hint = told ? html`${props.hint && words(lang, props.hint)} ${told}` : props.hint;
  const framed = { ...props, hint };
  const input = filePicker(
    lang,
    {
      ...controlAttributes(framed),
      accept: props.accept,
      multiple: props.multiple,
      capture: props.capture ? 'environment' : undefined,
      ...props.attributes,
    },
    { atOnce: props.uploadTo !== undefined },
  );
  if (!props.uploadTo) return field(lang, framed, input);
  const around = attributes({
    'data-to': props.uploadTo,
    'data-max': props.maxBytes,
    'data-list': props.listId,
  });
  return field(lang, framed, html`<dinh-upload${around}>${input}</dinh-upload>${island('upload')}`);
}

const pickWords = {
  choose: { vi: 'Chọn tệp', en: 'Choose a file' },
  none: { vi: 'Chưa chọn tệp nào', en: 'No file chosen' },
  drop: { vi: 'hoặc kéo tệp vào đây', en: 'or drop it here' },
};

/**
 * The control alone. Browsers write their own button in the language of the machine; where scripts run, ours stands over it
 * in the language of the page, and the `page` island names what was chosen.
 * @param atOnce files go as soon as they are chosen and have a list of their own: nothing is named here
 */
export function filePicker(lang: Lang, own: Attributes, { atOnce = false } = {}): Html {
  return html`<span class="file-pick"
    ><input${attributes({ ...own, class: 'input file-input', type: 'file' })} /><span class="file-face" aria-hidden="true"
      ><span class="button button-secondary">${pickWords.choose[lang]}</span>${
        atOnce
          ? html`<span class="file-drop">${pickWords.drop[lang]}</span>`
          : html`<span class="file-chosen">${pickWords.none[lang]}</span>`
      }</span
    ></span
  >`;
}

export interface FileItem {
  readonly name: Html | string;
  readonly href: string;
  /** Size in bytes. */
  readonly size?: number;
  /** "PDF", "ảnh JPG". */
  readonly kind?: Words;
  readonly note?: Words | Child;
  readonly status?: { readonly tone: Tone; readonly label: Words };
  /** Address that shows it inside the page: in the `viewer` when there is one, else a page that brings its own. */
  readonly view?: string;
  /** Shown in the viewer now. */
  readonly current?: boolean;
  /** Buttons: remove, replace. */
  readonly actions?: Child;
}

export interface FileListProps {
  readonly files: readonly FileItem[];
  readonly id?: string;
  /** Name of the `fileViewer` on the page. */
  readonly viewer?: string;
  readonly empty?: Words;
}

/** Files with size and kind. */
export function fileList(lang: Lang, props: FileListProps): Html {
  if (props.files.length === 0 && props.empty && !props.id) return html`<p class="muted">${words(lang, props.empty)}</p>`;
  return html`<ul${attributes({ class: 'files', id: props.id })}>${props.files.map((file) => fileItem(lang, file, props.viewer))}</ul>`;
}

/** One line of a file list: what an upload answers with. */
export function fileItem(lang: Lang, file: FileItem, viewer?: string): Html {
  const inside = file.view !== undefined;
  const link = attributes({
    href: file.view ?? file.href,
    target: inside ? viewer : undefined,
    'aria-current': file.current ? 'true' : undefined,
  });
  const facts = [file.kind && words(lang, file.kind), file.size !== undefined && formatSize(lang, file.size)].filter(Boolean);
  return html`<li class="file">${icon('file')}<div class="file-body"><a${link}>${file.name}</a>${
    facts.length > 0 && html` <span class="muted">(${facts.map((fact, index) => html`${index > 0 && ', '}${fact}`)})</span>`
  }${inside ? html` <a class="file-save" href="${file.href}" download>${saveWord[lang]}<span class="visually-hidden"> ${file.name}</span></a>` : none}${
    file.status && html`<div>${tag(lang, file.status.tone, file.status.label)}</div>`
  }${file.note && html`<div class="hint">${content(lang, file.note)}</div>`}</div>${file.actions && html`<div class="file-actions">${file.actions}</div>`}</li>`;
}

const saveWord = { vi: 'Tải về', en: 'Download' };

export interface FileViewerProps {
  /** Links with this target open here. */
  readonly name: string;
  readonly title: Text | string;
  /** What is shown at first. */
  readonly src?: string;
}

/** A frame that shows PDF, images and text without a download. The server must allow framing by itself (`frame-ancestors 'self'`). */
export function fileViewer(lang: Lang, props: FileViewerProps): Html {
  return html`<iframe${attributes({ class: 'viewer-frame', name: props.name, id: props.name, title: say(lang, props.title), lang: typeof props.title === 'string' ? 'vi' : undefined, src: props.src, loading: 'lazy' })}></iframe>`;
}

export interface QrProps {
  /** Address of the picture (SVG or PNG made by the server). */
  readonly src: string;
  readonly label: Text | string;
  /** The same in letters, for who cannot scan. */
  readonly text?: Words;
}

/** A QR code with its words. Black on white also in the dark. */
export function qrCode(lang: Lang, props: QrProps): Html {
  return html`<figure class="qr">
    <img src="${props.src}" width="160" height="160" alt="${say(lang, props.label)}" />${
      props.text && html`<figcaption class="code">${words(lang, props.text)}</figcaption>`
    }
  </figure>`;
}
