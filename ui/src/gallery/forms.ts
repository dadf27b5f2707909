/** Samples of what is filled in. */
import { button } from '../components/action.ts';
import { autocomplete, suggestInput } from '../components/autocomplete.ts';
import { checkbox, checkboxes, radios } from '../components/choices.ts';
import { fileUpload } from '../components/files.ts';
import { errorSummary, fieldset, form } from '../components/form.ts';
import { dateInput, moneyInput, select, textarea, textInput, type Option } from '../components/inputs.ts';
import { html, type Html } from '../html.ts';
import type { Lang } from '../lang.ts';
import { section } from './section.ts';

const communes: Option[] = ['Thanh Bình', 'Đông Hải', 'Phú Thịnh', 'An Lạc', 'Đồng Tâm', 'Tân Hoà'].map((label, index) => ({
  value: `x${index + 1}`,
  label,
  group: index < 3 ? 'Huyện Bình Minh' : 'Huyện Yên Sơn',
}));

export function formSamples(lang: Lang): Html {
  const mobile = { vi: 'Số điện thoại di động', en: 'Mobile number' };
  return section(
    lang,
    { vi: 'Biểu mẫu', en: 'Forms' },
    html`${errorSummary(lang, [
      {
        id: 'phone',
        message: { vi: 'Bạn nhập số điện thoại gồm 10 chữ số', en: 'Enter a phone number of 10 digits' },
      },
      {
        id: 'birth',
        message: { vi: 'Ngày sinh phải là ngày đã qua', en: 'The date of birth must be in the past' },
      },
    ])}${form(lang, {
      action: '/mau',
      id: 'sample',
      autosave: '/luu-nhap',
      label: { vi: 'Biểu mẫu ví dụ', en: 'Sample form' },
      body: html`${textInput(lang, { name: 'name', label: { vi: 'Họ và tên', en: 'Full name' }, value: 'Nguyễn Văn An', origin: { vi: 'Lấy từ tài khoản của bạn', en: 'From your account' }, autocomplete: 'name' })}${textInput(lang, { name: 'phone', type: 'tel', width: 20, label: mobile, hint: { vi: 'Chúng tôi chỉ nhắn khi hồ sơ có thay đổi', en: 'We text only when your dossier changes' }, value: '09123', error: { vi: 'Bạn nhập số điện thoại gồm 10 chữ số', en: 'Enter a phone number of 10 digits' } })}${dateInput(lang, { name: 'birth', label: { vi: 'Ngày sinh', en: 'Date of birth' }, hint: { vi: 'Ví dụ: 02 09 1990', en: 'For example: 02 09 1990' }, value: { day: '31', month: '12', year: '2090' }, error: { vi: 'Ngày sinh phải là ngày đã qua', en: 'The date of birth must be in the past' }, birthday: true })}${radios(
        lang,
        {
          name: 'for',
          label: { vi: 'Bạn nộp hồ sơ cho ai?', en: 'Who is this for?' },
          choices: [
            { value: 'me', label: { vi: 'Cho tôi', en: 'For me' } },
            {
              value: 'child',
              label: { vi: 'Cho con tôi', en: 'For my child' },
              hint: { vi: 'Con dưới 18 tuổi', en: 'Under 18' },
            },
            {
              value: 'other',
              label: { vi: 'Theo uỷ quyền', en: 'By power of attorney' },
              reveal: textInput(lang, {
                name: 'attorney',
                label: { vi: 'Số giấy uỷ quyền', en: 'Number of the power' },
                width: 20,
              }),
            },
          ],
        },
      )}${checkboxes(lang, {
        name: 'how',
        label: { vi: 'Nhận kết quả', en: 'Receive the result' },
        optional: true,
        values: ['online'],
        choices: [
          { value: 'online', label: { vi: 'Trực tuyến', en: 'Online' } },
          { value: 'post', label: { vi: 'Qua bưu điện', en: 'By post' } },
        ],
      })}${fieldset(lang, {
        legend: { vi: 'Công trình', en: 'The building' },
        body: html`${select(lang, {
          name: 'type',
          label: { vi: 'Loại công trình', en: 'Type' },
          options: [
            { value: '1', label: { vi: 'Nhà ở riêng lẻ', en: 'House' } },
            { value: '2', label: { vi: 'Nhà xưởng', en: 'Workshop' } },
          ],
        })}${moneyInput(lang, { name: 'cost', label: { vi: 'Giá trị dự toán', en: 'Estimated cost' }, value: '850.000.000' })}${autocomplete(lang, { name: 'commune', label: { vi: 'Xã, phường', en: 'Commune' }, hint: { vi: 'Gõ một phần tên, không cần dấu', en: 'Type a part of the name' }, options: communes })}${suggestInput(lang, { name: 'street', label: { vi: 'Đường, thôn', en: 'Street or village' }, source: '/goi-y', optional: true })}${textarea(lang, { name: 'note', label: { vi: 'Ghi chú', en: 'Note' }, optional: true, rows: 3 })}`,
      })}${fileUpload(lang, { name: 'file', label: { vi: 'Bản vẽ', en: 'Drawing' }, accept: '.pdf,.jpg', maxBytes: 20_000_000, uploadTo: '/tep', listId: 'files', multiple: true })}${checkbox(lang, { name: 'true', label: { vi: 'Tôi cam đoan những điều khai trên là đúng', en: 'I declare that the above is true' } })}${button(lang, { label: { vi: 'Tiếp tục', en: 'Continue' } })}`,
    })}`,
  );
}
