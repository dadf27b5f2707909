/** Invented people and matters for the gallery. */
import type { Site, Viewer } from '../pages/site.ts';

export const site: Site = {
  name: { vi: 'Cổng dịch vụ công tỉnh Sông Đà', en: 'Sông Đà Province Public Services' },
  authority: { vi: 'Uỷ ban nhân dân tỉnh Sông Đà', en: 'People’s Committee of Sông Đà Province' },
  phone: '0200 1022 000',
  phoneHours: {
    vi: 'Giờ làm việc: 7:30–17:00, thứ Hai đến thứ Sáu',
    en: 'Open 7:30–17:00, Monday to Friday',
  },
  version: '0.1.0',
  demonstration: true,
  links: { suggest: '/goi-y', live: '/su-kien' },
};

export const citizen: Viewer = { name: 'Nguyễn Văn An' };
export const official: Viewer = {
  workplace: { href: '/ban-lam-viec', label: { vi: 'Bàn làm việc', en: 'Desk' } },
  name: 'Trần Thị Bình',
  role: { vi: 'Chuyên viên, Phòng Quản lý xây dựng', en: 'Specialist, Building Division' },
};

export interface SampleDossier {
  readonly code: string;
  readonly applicant: string;
  readonly procedure: string;
  readonly due: string;
  readonly tone: 'late' | 'soon' | 'doing' | 'waiting' | 'done';
  readonly state: { readonly vi: string; readonly en: string };
}

const procedures = [
  'Cấp giấy phép xây dựng nhà ở riêng lẻ',
  'Cấp phiếu lý lịch tư pháp số 1',
  'Đăng ký thành lập hộ kinh doanh',
  'Cấp lại giấy chứng nhận đủ điều kiện an toàn thực phẩm',
];
const names = ['Lê Thị Cúc', 'Phạm Văn Dũng', 'Hoàng Thị Giang', 'Vũ Minh Hải', 'Công ty TNHH Hoa Sen Xanh', 'Đặng Thu Hương'];
const states = [
  { tone: 'late', state: { vi: 'Quá hạn 1 ngày', en: '1 day late' } },
  { tone: 'soon', state: { vi: 'Còn 4 giờ', en: '4 hours left' } },
  { tone: 'soon', state: { vi: 'Còn 1 ngày', en: '1 day left' } },
  { tone: 'doing', state: { vi: 'Đang thẩm định', en: 'Under appraisal' } },
  { tone: 'waiting', state: { vi: 'Chờ bổ sung', en: 'Awaiting supplement' } },
  { tone: 'done', state: { vi: 'Đã có kết quả', en: 'Result ready' } },
] as const;

/** As many invented dossiers as are asked for, the same every time. */
export function sampleDossiers(count: number): SampleDossier[] {
  return Array.from({ length: count }, (_, index) => {
    const state = states[Math.min(states.length - 1, Math.floor(index / 3))] ?? states[0];
    return {
      code: `H27.05-261121-${String(index + 1).padStart(4, '0')}`,
      applicant: names[(index * 5) % names.length] ?? '',
      procedure: procedures[(index * 3) % procedures.length] ?? '',
      due: `${String(20 + Math.floor(index / 3)).padStart(2, '0')}/11/2026`,
      ...state,
    };
  });
}
