import type { Text } from '@dinh/kernel';
import type { Figure } from '../../queries/counted.ts';

/** How each figure is called, and in a sentence what it counts; the sentences stand on the page of statistics. */
export const figureWords: Record<Figure, { readonly label: Text; readonly says: Text }> = {
  atDeskBefore: {
    label: { vi: 'Chờ tiếp nhận từ kỳ trước', en: 'At the desk before' },
    says: {
      vi: 'Nộp trước kỳ, chưa được tiếp nhận khi kỳ bắt đầu.',
      en: 'Filed before the period and not yet accepted when it began.',
    },
  },
  filed: {
    label: { vi: 'Hồ sơ nộp đến', en: 'Filed' },
    says: { vi: 'Nộp trong kỳ, bằng mọi cách.', en: 'Filed in the period, by whatever channel.' },
  },
  notAccepted: {
    label: { vi: 'Không được tiếp nhận', en: 'Not accepted' },
    says: {
      vi: 'Bộ phận Một cửa từ chối tiếp nhận trong kỳ (Mẫu số 03).',
      en: 'The desk refused to receive it in the period (form 03).',
    },
  },
  withdrawnAtDesk: {
    label: { vi: 'Rút trước khi tiếp nhận', en: 'Withdrawn before acceptance' },
    says: {
      vi: 'Người nộp rút trước khi được tiếp nhận.',
      en: 'Taken back by the applicant before acceptance.',
    },
  },
  atDesk: {
    label: { vi: 'Còn chờ tiếp nhận', en: 'Still at the desk' },
    says: {
      vi: 'Chưa được tiếp nhận khi hết kỳ, kể cả đang chờ bổ sung.',
      en: 'Not yet accepted at the end of the period, or waiting for a supplement there.',
    },
  },
  carriedOver: {
    label: { vi: 'Kỳ trước chuyển sang', en: 'Carried over' },
    says: {
      vi: 'Tiếp nhận trước kỳ và chưa xong khi kỳ bắt đầu.',
      en: 'Accepted before the period and without an end when it began.',
    },
  },
  received: {
    label: { vi: 'Tiếp nhận trong kỳ', en: 'Received' },
    says: {
      vi: 'Được tiếp nhận và cấp mã hồ sơ trong kỳ; đúng bằng số dòng của Sổ theo dõi hồ sơ.',
      en: 'Accepted and given a code in the period; exactly the rows of the ledger.',
    },
  },
  receivedOnline: {
    label: { vi: 'Trực tuyến', en: 'Online' },
    says: { vi: 'Tiếp nhận trong kỳ, nộp trực tuyến.', en: 'Received, filed online.' },
  },
  receivedCounter: {
    label: { vi: 'Trực tiếp', en: 'At the counter' },
    says: { vi: 'Tiếp nhận trong kỳ, nộp tại Bộ phận Một cửa.', en: 'Received, filed at the one-stop desk.' },
  },
  receivedPost: {
    label: { vi: 'Bưu chính', en: 'By post' },
    says: { vi: 'Tiếp nhận trong kỳ, gửi qua bưu chính.', en: 'Received, sent by post.' },
  },
  settled: {
    label: { vi: 'Đã giải quyết', en: 'Settled' },
    says: {
      vi: 'Có kết quả hoặc văn bản từ chối giải quyết trong kỳ.',
      en: 'The result, or a refusal in substance, came in the period.',
    },
  },
  settledEarly: {
    label: { vi: 'Trước hạn', en: 'Early' },
    says: {
      vi: 'Có kết quả trước ngày hẹn trả. Ngày hẹn đã tính thời gian dừng đồng hồ (bổ sung, nghĩa vụ tài chính) và một lần hẹn lại theo Điều 19.9 Nghị định 61/2018.',
      en: 'The result came before the promised day of return. That day contains pauses of the clock (supplement, financial duty) and the one extension of Decree 61/2018, Article 19.9.',
    },
  },
  settledOnTime: {
    label: { vi: 'Đúng hạn', en: 'On time' },
    says: {
      vi: 'Có kết quả trong ngày hẹn trả, không muộn hơn giờ hẹn.',
      en: 'The result came on the promised day, not after its hour.',
    },
  },
  settledLate: {
    label: { vi: 'Quá hạn', en: 'Late' },
    says: {
      vi: 'Có kết quả sau ngày giờ hẹn trả (Thông tư 01/2018 Điều 13.1).',
      en: 'The result came after the promised moment (Circular 01/2018, Article 13.1).',
    },
  },
  refused: {
    label: { vi: 'Trong đó: từ chối giải quyết', en: 'Of these refused' },
    says: {
      vi: 'Đã giải quyết bằng văn bản từ chối, có lý do.',
      en: 'Settled by a refusal with its reason.',
    },
  },
  underWay: {
    label: { vi: 'Đang giải quyết', en: 'Under way' },
    says: {
      vi: 'Đã tiếp nhận, chưa xong khi hết kỳ (hoặc lúc này).',
      en: 'Accepted and without an end at the end of the period (or now).',
    },
  },
  withinLimit: {
    label: { vi: 'Trong hạn', en: 'Within the limit' },
    says: {
      vi: 'Đang giải quyết, chưa qua ngày giờ hẹn trả.',
      en: 'Under way, the promised moment not yet passed.',
    },
  },
  pastLimit: {
    label: { vi: 'Quá hạn', en: 'Past the limit' },
    says: { vi: 'Đang giải quyết, đã qua ngày giờ hẹn trả.', en: 'Under way, the promised moment passed.' },
  },
  waiting: {
    label: { vi: 'Chờ người nộp', en: 'Waiting' },
    says: {
      vi: 'Đồng hồ đang dừng: chờ bổ sung hoặc nghĩa vụ tài chính.',
      en: 'The clock stands still: waiting for a supplement or a financial duty.',
    },
  },
  waitingSupplement: {
    label: { vi: 'Chờ bổ sung', en: 'Waiting for a supplement' },
    says: { vi: 'Đang chờ người nộp bổ sung hồ sơ.', en: 'Waiting for papers of the applicant.' },
  },
  waitingDuty: {
    label: { vi: 'Chờ nghĩa vụ tài chính', en: 'Waiting for a duty' },
    says: {
      vi: 'Đang chờ người nộp thực hiện nghĩa vụ tài chính.',
      en: 'Waiting for the applicant to pay a financial duty.',
    },
  },
  withdrawn: {
    label: { vi: 'Rút hồ sơ', en: 'Withdrawn' },
    says: { vi: 'Người nộp rút sau khi đã tiếp nhận.', en: 'Taken back by the applicant after acceptance.' },
  },
  stopped: {
    label: { vi: 'Dừng giải quyết', en: 'Stopped' },
    says: {
      vi: 'Cơ quan dừng giải quyết, có lý do.',
      en: 'The agency stopped handling it, with the reason.',
    },
  },
};
