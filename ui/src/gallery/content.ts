/** Samples of what is read. */
import { buttonGroup, button, linkButton } from '../components/action.ts';
import { closeButton, dialog, dialogLink } from '../components/dialog.ts';
import { fileItem, fileList, fileViewer, qrCode } from '../components/files.ts';
import { cards, pagination, summaryList, tabs, taskList } from '../components/lists.ts';
import { banner, details, emptyState, inset, panel, warning } from '../components/notice.ts';
import { progressBar, stages, steps, timeline } from '../components/steps.ts';
import { tag } from '../components/tag.ts';
import { asset } from '../assets.ts';
import { html, type Html } from '../html.ts';
import type { Lang } from '../lang.ts';
import { section } from './section.ts';

export function contentSamples(lang: Lang): Html {
  const change = (what: string) => [{ href: '#', label: { vi: 'Sửa', en: 'Change' }, hidden: what }];
  return html`${section(
    lang,
    { vi: 'Nút', en: 'Buttons' },
    buttonGroup(
      button(lang, { label: { vi: 'Nộp hồ sơ', en: 'Submit' } }),
      linkButton(lang, { label: { vi: 'Lưu và làm sau', en: 'Save for later' }, href: '#' }),
      button(lang, { kind: 'danger', label: { vi: 'Rút hồ sơ', en: 'Withdraw' } }),
      button(lang, { kind: 'quiet', label: { vi: 'Bỏ qua', en: 'Skip' } }),
      dialogLink(lang, { label: { vi: 'Xoá nháp', en: 'Delete draft' }, dialog: 'sure', href: '/xoa-nhap' }),
    ),
  )}${dialog(lang, {
    id: 'sure',
    title: { vi: 'Xoá bản nháp này?', en: 'Delete this draft?' },
    body: html`<p>${{ vi: 'Bản nháp đã xoá không lấy lại được.', en: 'A deleted draft cannot be brought back.' }[lang]}</p>${buttonGroup(button(lang, { kind: 'danger', label: { vi: 'Xoá bản nháp', en: 'Delete the draft' } }), closeButton(lang, { vi: 'Thôi, giữ lại', en: 'No, keep it' }))}`,
  })}${section(
    lang,
    { vi: 'Trạng thái', en: 'Statuses' },
    html`<p>
    ${tag(lang, 'new', { vi: 'Mới', en: 'New' })} &emsp; ${tag(lang, 'waiting', { vi: 'Chờ tiếp nhận', en: 'Awaiting acceptance' })} &emsp;
    ${tag(lang, 'doing', { vi: 'Đang xử lý', en: 'In progress' })} &emsp; ${tag(lang, 'soon', { vi: 'Còn 1 ngày', en: '1 day left' })} &emsp;
    ${tag(lang, 'late', { vi: 'Quá hạn 2 ngày', en: '2 days late' })} &emsp; ${tag(lang, 'done', { vi: 'Đã trả kết quả', en: 'Result returned' })} &emsp;
    ${tag(lang, 'stopped', { vi: 'Dừng xử lý', en: 'Stopped' })}
  </p>`,
  )}${section(lang, { vi: 'Thông báo', en: 'Notices' }, html`${banner(lang, { body: { vi: 'Bộ phận Một cửa nghỉ chiều 24/11/2026.', en: 'The one-stop desk is closed on the afternoon of 24/11/2026.' } })}${banner(lang, { tone: 'done', body: { vi: 'Đã lưu số điện thoại mới.', en: 'The new phone number is saved.' } })}${banner(lang, { tone: 'soon', body: { vi: 'Bạn cần bổ sung giấy tờ trước ngày 30/11/2026.', en: 'Please add papers by 30/11/2026.' } })}${banner(lang, { tone: 'late', title: { vi: 'Hồ sơ bị trễ', en: 'The dossier is late' }, body: { vi: 'Chúng tôi xin lỗi. Ngày trả kết quả mới là 27/11/2026.', en: 'We apologise. The new date is 27/11/2026.' } })}${inset(lang, { vi: 'Thời hạn tính theo ngày làm việc, không kể ngày nghỉ, lễ, Tết.', en: 'The limit counts working days only.' })}${warning(lang, { vi: 'Khai sai sự thật có thể bị từ chối hồ sơ.', en: 'A false statement may lead to refusal.' })}${details(lang, { summary: { vi: 'Số định danh ở đâu?', en: 'Where is my ID number?' }, body: { vi: 'Ở mặt trước thẻ căn cước, 12 chữ số.', en: 'On the front of the identity card, 12 digits.' } })}`)}${section(lang, { vi: 'Xác nhận', en: 'Confirmation' }, panel(lang, { title: { vi: 'Đã nộp hồ sơ', en: 'Dossier filed' }, body: html`${{ vi: 'Mã tra cứu của bạn', en: 'Your reference' }[lang]}<strong>K7QX-93MD-2TFA</strong>` }))}${section(
    lang,
    { vi: 'Kiểm tra câu trả lời', en: 'Check your answers' },
    summaryList(lang, [
      { label: { vi: 'Họ và tên', en: 'Full name' }, value: 'Nguyễn Văn An', actions: change('họ và tên') },
      { label: { vi: 'Ngày sinh', en: 'Date of birth' }, value: '02/09/1990', actions: change('ngày sinh') },
      {
        label: { vi: 'Địa chỉ', en: 'Address' },
        value: html`Thôn 3, xã Thanh Bình<br />tỉnh Sông Đà`,
        actions: change('địa chỉ'),
      },
      { label: { vi: 'Thư điện tử', en: 'E-mail' }, value: undefined, actions: change('thư điện tử') },
    ]),
  )}${section(
    lang,
    { vi: 'Việc cần làm', en: 'Task list' },
    taskList(lang, [
      {
        label: { vi: 'Người nộp', en: 'Applicant' },
        href: '#',
        status: { tone: 'done', label: { vi: 'Đã xong', en: 'Done' } },
      },
      {
        label: { vi: 'Công trình', en: 'The building' },
        href: '#',
        hint: { vi: 'Khoảng 10 phút', en: 'About 10 minutes' },
        status: { tone: 'doing', label: { vi: 'Đang làm', en: 'In progress' } },
      },
      {
        label: { vi: 'Nộp phí', en: 'Pay the fee' },
        status: { tone: 'waiting', label: { vi: 'Chưa làm được', en: 'Cannot start yet' } },
      },
    ]),
  )}${section(
    lang,
    { vi: 'Các bước', en: 'Steps' },
    html`${stages(lang, {
      label: { vi: 'Tiến độ', en: 'Progress' },
      stages: [
        { vi: 'Người nộp', en: 'Applicant' },
        { vi: 'Giấy tờ', en: 'Papers' },
        { vi: 'Kiểm tra', en: 'Check' },
      ],
      current: 1,
    })}${steps(lang, [
      {
        title: { vi: 'Tiếp nhận', en: 'Acceptance' },
        state: 'done',
        who: { vi: 'Bộ phận Một cửa', en: 'One-stop desk' },
        when: '14:30, 19/11/2026',
      },
      {
        title: { vi: 'Thẩm định', en: 'Appraisal' },
        state: 'current',
        who: { vi: 'Sở Xây dựng', en: 'Department of Construction' },
        when: { vi: 'hạn 24/11/2026', en: 'due 24/11/2026' },
      },
      { title: { vi: 'Ký duyệt', en: 'Signature' }, state: 'next' },
      { title: { vi: 'Trả kết quả', en: 'Return' }, state: 'next' },
    ])}${timeline(lang, [
      {
        when: '09:12, 20/11/2026',
        at: '2026-11-20T02:12:00Z',
        title: { vi: 'Phân công chuyên viên', en: 'Specialist assigned' },
        who: 'Trần Thị Bình',
      },
      {
        when: '14:30, 19/11/2026',
        at: '2026-11-19T07:30:00Z',
        title: { vi: 'Tiếp nhận hồ sơ', en: 'Dossier accepted' },
        who: 'Vũ Minh Hải',
      },
    ])}${progressBar(lang, { label: { vi: 'Đang xuất 1.200 hồ sơ', en: 'Exporting 1,200 dossiers' }, value: 40, note: { vi: 'Đã xong 480', en: '480 done' } })}`,
  )}${section(
    lang,
    { vi: 'Tệp', en: 'Files' },
    html`${fileList(lang, {
      files: [
        {
          name: 'Bản vẽ mặt bằng.pdf',
          href: '#',
          view: asset('mark.svg'),
          size: 1_240_000,
          kind: 'PDF',
          status: { tone: 'done', label: { vi: 'Đã quét mã độc', en: 'Scanned' } },
        },
        {
          name: 'Giấy chứng nhận quyền sử dụng đất.jpg',
          href: '#',
          size: 340_000,
          kind: 'JPG',
          actions: button(lang, { kind: 'quiet', label: { vi: 'Bỏ', en: 'Remove' } }),
        },
      ],
      viewer: 'viewer',
      id: 'files',
    })}${fileViewer(lang, { name: 'viewer', title: { vi: 'Xem tệp', en: 'File' } })}`,
  )}${section(
    lang,
    { vi: 'Liên kết', en: 'Links' },
    html`${tabs(lang, { vi: 'Các phần của hồ sơ', en: 'Parts of the dossier' }, [
      { label: { vi: 'Tờ khai', en: 'Form' }, href: '#', current: true },
      { label: { vi: 'Tệp', en: 'Files' }, href: '#', count: 4 },
      { label: { vi: 'Lịch sử', en: 'History' }, href: '#' },
    ])}${cards(
      lang,
      [
        {
          href: '#',
          title: { vi: 'Có con', en: 'Having a child' },
          text: { vi: 'Khai sinh, bảo hiểm, hộ khẩu', en: 'Birth, insurance, residence' },
        },
        {
          href: '#',
          title: { vi: 'Xây nhà', en: 'Building a house' },
          text: { vi: 'Giấy phép, đấu nối, hoàn công', en: 'Permit, connections, completion' },
        },
        {
          href: '#',
          title: { vi: 'Mở cơ sở kinh doanh', en: 'Starting a business' },
          meta: { vi: '42 thủ tục', en: '42 procedures' },
        },
      ],
      { columns: true },
    )}${pagination(lang, { previous: '#', next: '#' })}${emptyState(lang, { title: { vi: 'Bạn chưa có hồ sơ nào', en: 'You have no dossiers yet' }, body: { vi: 'Hồ sơ bạn nộp sẽ hiện ở đây cùng từng bước xử lý.', en: 'What you file appears here with every step.' }, action: linkButton(lang, { kind: 'main', href: '#', label: { vi: 'Tìm thủ tục', en: 'Find a procedure' } }) })}${qrCode(lang, { src: asset('mark.svg'), label: { vi: 'Mã QR để tra cứu hồ sơ', en: 'QR code to follow the dossier' }, text: 'K7QX-93MD-2TFA' })}`,
  )}`;
}

/** What an upload answers with, for tests. */
export function uploadedSample(lang: Lang, name: string, size: number): Html {
  return fileItem(lang, { name, href: '#', size });
}
