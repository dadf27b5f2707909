import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type PageContext, post, show, type Text } from '@dinh/kernel';
import { banner, errorSummary, html, type Html } from '@dinh/ui';
import { fileNeeded } from '../errors.ts';
import { checkPaper, type CheckedSignature } from '../model/confirmation.ts';
import { confirmTitle, screen, ways } from './confirm.ts';
import { signatureList } from './signatures.ts';

export const confirmFile = post({
  path: '/xac-nhan/kiem-tra',
  title: confirmTitle,
  may: 'anyone',
  async run(ctx) {
    const { lang } = ctx;
    const file = ctx.files.find((f) => f.field === 'file' && f.size > 0);
    if (!file || file.truncated) {
      const message = fileNeeded.sentence;
      const main = html`${errorSummary(lang, [{ id: 'file', message }])}
        <h1>${confirmTitle[lang]}</h1>
        ${ways(ctx, { fileError: message })}`;
      return show(screen(ctx, main, true), 422);
    }
    const bytes = await readFile(file.path);
    const hash = createHash('sha256').update(bytes).digest('hex');
    const [{ code, current }, signatures] = await Promise.all([
      ctx.run('results.find-paper', { hash }),
      checkPaper(ctx.app, bytes),
    ]);
    return show(screen(ctx, fileVerdict(ctx, file.name, code, current, signatures)));
  },
});

function fileVerdict(
  ctx: PageContext,
  name: string,
  code: string | null,
  current: boolean,
  signatures: readonly CheckedSignature[],
): Html {
  const { lang } = ctx;
  const altered = signatures.some((s) => !s.valid);
  const said: { tone: 'done' | 'soon' | 'late'; title: Text; body: Text } =
    code && current && !altered
      ? {
          tone: 'done',
          title: { vi: 'Đúng là tệp đã phát hành', en: 'This is the file as issued' },
          body: {
            vi: 'Tệp giống từng byte với bản đang lưu. Xem tiếp kết quả còn hiệu lực không.',
            en: 'It is byte for byte the one that is kept. See below whether the result is in force.',
          },
        }
      : altered
        ? {
            tone: 'late',
            title: { vi: 'Tệp không đáng tin', en: 'Do not rely on this file' },
            body: {
              vi: 'Có chữ ký không hợp lệ: tệp đã bị sửa sau khi ký, hoặc không do cơ quan của tỉnh ký.',
              en: 'A signature is not valid: the file was changed after signing, or was not signed by an agency of the province.',
            },
          }
        : signatures.length === 0
          ? {
              tone: 'late',
              title: { vi: 'Tệp không có chữ ký số', en: 'This file has no digital signature' },
              body: {
                vi: 'Bản quét hay bản in lại không mang chữ ký số. Xin dùng mã xác nhận trên giấy.',
                en: 'A scan or a reprint carries no signature. Please use the code on the paper.',
              },
            }
          : {
              tone: 'soon',
              title: {
                vi: 'Chữ ký hợp lệ, nhưng không phải bản đang lưu',
                en: 'Signed well, but not the paper that is kept',
              },
              body: {
                vi: 'Có thể đây là bản chưa phát hành xong. Xin dùng mã xác nhận để xem bản hiện hành.',
                en: 'It may be an earlier stage of it. Please use the code to see the paper as it is now.',
              },
            };
  return html`${banner(lang, { ...said, actions: code ? html`<p><a href="/xac-nhan/${code}">${{ vi: 'Xem tình trạng kết quả', en: 'See the status of the result' }[lang]}</a></p>` : undefined })}
    <h1>${{ vi: 'Kết quả kiểm tra tệp', en: 'What the file tells' }[lang]}</h1>
    <p>${name}</p>
    ${signatures.length > 0 && signatureList(ctx, signatures)}
    <h2>${{ vi: 'Kiểm tra tiếp', en: 'Check another' }[lang]}</h2>
    ${ways(ctx)}`;
}
