/** The two rooms as whole pages: a start page for citizens, the desk for officials. */
import { button, linkButton } from '../components/action.ts';
import { cards, summaryList, tabs } from '../components/lists.ts';
import { searchBox } from '../components/search.ts';
import { steps } from '../components/steps.ts';
import { tag } from '../components/tag.ts';
import { html, type Html } from '../html.ts';
import type { Lang } from '../lang.ts';
import { citizenPage, hero } from '../pages/citizen.ts';
import { live, officialPage, queueList, toolbar } from '../pages/official.ts';
import { printPage } from '../pages/print.ts';
import { sampleFilters, sampleTable } from './figures.ts';
import { official, site } from './sample.ts';

export function galleryHome(lang: Lang): Html {
  const say = (vi: string, en: string) => ({ vi, en })[lang];
  return citizenPage(lang, {
    title: { vi: 'Trang chủ', en: 'Home' },
    site,
    url: '/home',
    wide: true,
    noSearch: true,
    hero: hero(lang, {
      title: { vi: 'Bạn cần làm thủ tục gì?', en: 'What do you need to do?' },
      lead: {
        vi: 'Tìm, nộp và theo dõi mọi thủ tục của tỉnh tại một nơi.',
        en: 'Find, file and follow every procedure of the province in one place.',
      },
      body: searchBox(lang, {
        action: '/tim-kiem',
        label: {
          vi: 'Gõ tên thủ tục, có dấu hay không dấu đều được',
          en: 'Type the name of a procedure, with or without accents',
        },
        visibleLabel: true,
        large: true,
        id: 'q',
        suggest: '/goi-y',
      }),
    }),
    main: html`<h2>${say('Theo việc trong đời', 'By life event')}</h2>${cards(
      lang,
      [
        {
          href: '#',
          title: { vi: 'Có con', en: 'Having a child' },
          text: { vi: 'Khai sinh, thẻ bảo hiểm, đăng ký cư trú', en: 'Birth, insurance card, residence' },
        },
        {
          href: '#',
          title: { vi: 'Xây nhà, sửa nhà', en: 'Building a house' },
          text: { vi: 'Giấy phép xây dựng, đấu nối, hoàn công', en: 'Permit, connections, completion' },
        },
        {
          href: '#',
          title: { vi: 'Mở cơ sở kinh doanh', en: 'Starting a business' },
          text: { vi: 'Đăng ký kinh doanh, an toàn thực phẩm', en: 'Registration, food safety' },
        },
        {
          href: '#',
          title: { vi: 'Đi học, đi làm', en: 'School and work' },
          text: { vi: 'Bằng cấp, lý lịch tư pháp', en: 'Diplomas, criminal records' },
        },
        {
          href: '#',
          title: { vi: 'Đất đai', en: 'Land' },
          text: { vi: 'Cấp giấy, chuyển nhượng, thừa kế', en: 'Certificates, transfer, inheritance' },
        },
        {
          href: '#',
          title: { vi: 'Nghỉ hưu, chính sách', en: 'Retirement and benefits' },
          text: { vi: 'Hưu trí, người có công, trợ cấp', en: 'Pensions, merit, benefits' },
        },
      ],
      { columns: true },
    )}`,
  });
}

export function galleryDesk(lang: Lang, open = true): Html {
  const code = 'H27.05-261121-0002';
  return officialPage(lang, {
    title: { vi: 'Chờ thẩm định', en: 'To appraise' },
    site,
    url: '/desk',
    viewer: official,
    nav: [
      { label: { vi: 'Bàn làm việc', en: 'Desk' }, href: '#', current: true },
      { label: { vi: 'Thống kê', en: 'Statistics' }, href: '#' },
      { label: { vi: 'Danh mục', en: 'Catalogue' }, href: '#' },
    ],
    queues: live({
      id: 'queues',
      href: '/fragment/queues',
      topics: ['queues'],
      since: '1.0',
      body: galleryQueues(lang, 18),
    }),
    list: html`${sampleFilters(lang)}${live({ id: 'list', href: '/fragment/list', topics: ['list'], since: '1.0', body: sampleTable(lang, 24, { dense: true, current: open ? code : undefined, narrow: open }) })}`,
    listHref: '/desk',
    dossier: open ? galleryDossier(lang, code) : undefined,
  });
}

export function galleryQueues(lang: Lang, count: number): Html {
  return html`${queueList(lang, { vi: 'Việc của tôi', en: 'My work' }, [
    {
      label: { vi: 'Chờ thẩm định', en: 'To appraise' },
      href: '#',
      count,
      late: 1,
      soon: 6,
      current: true,
      key: '1',
    },
    { label: { vi: 'Chờ bổ sung', en: 'Awaiting supplement' }, href: '#', count: 3, key: '2' },
    { label: { vi: 'Bị trả lại', en: 'Sent back' }, href: '#', count: 0, key: '3' },
  ])}${queueList(lang, { vi: 'Của phòng', en: 'My division' }, [
    { label: { vi: 'Chưa phân công', en: 'Unassigned' }, href: '#', count: 11, soon: 2 },
    { label: { vi: 'Đang xử lý', en: 'In progress' }, href: '#', count: 64, late: 2 },
    { label: { vi: 'Đã xong hôm nay', en: 'Done today' }, href: '#', count: 9 },
  ])}`;
}

function galleryDossier(lang: Lang, code: string): Html {
  const say = (vi: string, en: string) => ({ vi, en })[lang];
  return html`${toolbar(lang, { vi: 'Việc được làm lúc này', en: 'What can be done now' }, button(lang, { label: { vi: 'Trình lãnh đạo', en: 'Submit to the head' }, key: 't' }), linkButton(lang, { label: { vi: 'Yêu cầu bổ sung', en: 'Request supplement' }, href: '#', key: 'b' }), linkButton(lang, { label: { vi: 'Xin gia hạn', en: 'Extend' }, href: '#', key: 'g' }))}
    <h2>Cấp giấy phép xây dựng nhà ở riêng lẻ</h2>
    <p><span class="code">${code}</span> &emsp; ${tag(lang, 'late', { vi: 'Quá hạn 1 ngày', en: '1 day late' })}</p>
    ${tabs(lang, { vi: 'Các phần của hồ sơ', en: 'Parts of the dossier' }, [
      { label: { vi: 'Tờ khai', en: 'Form' }, href: '#', current: true },
      { label: { vi: 'Tệp', en: 'Files' }, href: '#', count: 4 },
      { label: { vi: 'Lịch sử', en: 'History' }, href: '#' },
    ])}${summaryList(
      lang,
      [
        { label: { vi: 'Người nộp', en: 'Applicant' }, value: 'Đặng Thu Hương' },
        { label: { vi: 'Chủ hồ sơ', en: 'Owner' }, value: 'Công ty TNHH Hoa Sen Xanh' },
        { label: { vi: 'Địa điểm', en: 'Place' }, value: 'Thôn 3, xã Thanh Bình' },
        { label: { vi: 'Ngày tiếp nhận', en: 'Accepted' }, value: '14:30, 12/11/2026' },
      ],
      { dense: true },
    )}<h2>${say('Các bước', 'Steps')}</h2>${steps(lang, [
      {
        title: { vi: 'Tiếp nhận', en: 'Acceptance' },
        state: 'done',
        who: 'Vũ Minh Hải',
        when: '14:30, 12/11/2026',
      },
      {
        title: { vi: 'Thẩm định', en: 'Appraisal' },
        state: 'late',
        who: 'Trần Thị Bình',
        when: { vi: 'hạn 20/11/2026', en: 'due 20/11/2026' },
      },
      {
        title: { vi: 'Ký duyệt', en: 'Signature' },
        state: 'next',
        who: { vi: 'Lãnh đạo Sở', en: 'Head of department' },
      },
    ])}`;
}

export function galleryLedger(lang: Lang): Html {
  return printPage(lang, {
    title: { vi: 'Sổ theo dõi hồ sơ', en: 'Ledger of dossiers' },
    site,
    agency: 'Sở Xây dựng tỉnh Sông Đà',
    placeAndDate: 'Sông Đà, ngày 21 tháng 11 năm 2026',
    subtitle: { vi: 'Từ 01/11/2026 đến 21/11/2026', en: 'From 01/11/2026 to 21/11/2026' },
    main: sampleTable(lang, 12, {}),
    signature: html`<strong>NGƯỜI LẬP SỔ</strong><br /><em>(Ký, ghi rõ họ tên)</em>`,
    paper: 'A4-wide',
  });
}
