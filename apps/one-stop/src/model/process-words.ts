import type { ProcessWords } from '@dinh/kernel';
import { printedFacts, toldByItself, toldFacts } from './drawn-work.ts';

/** What the process of a dossier can name: the units that `startSettling` gives it, its specialist, our handlers. */
export const processWords: ProcessWords = {
  units: [
    { key: 'units.reception', vi: 'Bộ phận Một cửa đã nhận hồ sơ', en: 'The desk that took the dossier in' },
    { key: 'units.section', vi: 'Phòng chuyên môn của thủ tục', en: 'The section of the procedure' },
    { key: 'units.leadership', vi: 'Lãnh đạo cơ quan giải quyết', en: 'The leadership of the agency' },
    { key: 'units.clerk', vi: 'Văn thư cơ quan giải quyết', en: 'The clerk’s office of the agency' },
    { key: 'units.agency', vi: 'Cơ quan giải quyết', en: 'The agency' },
    {
      key: 'units.upperSection',
      vi: 'Phòng chuyên môn của cơ quan cấp trên',
      en: 'The section of the upper agency',
    },
    {
      key: 'units.upperLeadership',
      vi: 'Lãnh đạo cơ quan cấp trên',
      en: 'The leadership of the upper agency',
    },
    { key: 'units.upperClerk', vi: 'Văn thư cơ quan cấp trên', en: 'The clerk’s office of the upper agency' },
    {
      key: 'consultation.unit',
      vi: 'Cơ quan đang được lấy ý kiến',
      en: 'The agency that is being consulted',
    },
  ],
  assignees: [
    {
      key: 'specialist',
      vi: 'Chuyên viên đã được phân công',
      en: 'The specialist whom the head has assigned',
    },
  ],
  hearers: [
    {
      key: 'applicant',
      vi: 'Người nộp hồ sơ (hoặc người đại diện)',
      en: 'The applicant (or who acts for them)',
    },
    { key: 'owner', vi: 'Chủ hồ sơ', en: 'The owner of the dossier' },
  ],
  tells: toldFacts,
  prints: printedFacts,
  byItself: { tells: toldByItself },
  handlers: [
    {
      key: 'one-stop.tell-late-consultation',
      vi: 'Báo người đứng đầu khi ý kiến chậm',
      en: 'Tell the head of a late opinion',
    },
    { key: 'one-stop.announce-visit', vi: 'Báo lịch kiểm tra thực tế', en: 'Announce the site visit' },
  ],
};
