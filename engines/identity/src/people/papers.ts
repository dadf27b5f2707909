import { type Context, type FieldError, isDay, localDate, shape, type Text } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { day, line } from '../fields.ts';
import { type PaperKind, peopleRules, type Proof } from './rules.ts';

/** A paper that was looked at. Only what it is and its number are kept, never a copy of an identity card. */
export const paperSeen = shape({
  /** Key of the paper in the rules of the pack. */
  kind: line(40),
  number: Type.Optional(line(60)),
  issuedOn: Type.Optional(day),
  expiresOn: Type.Optional(day),
});
export type PaperSeen = Static<typeof paperSeen>;

export const papersSeen = Type.Array(paperSeen, { minItems: 1, maxItems: 10 });

const words: Record<'unknown' | 'number' | 'other' | 'day' | 'future' | 'expired', Text> = {
  unknown: {
    vi: 'Không có loại giấy tờ này. Xin chọn trong danh sách.',
    en: 'There is no such paper. Please choose from the list.',
  },
  number: { vi: 'Hãy ghi số của giấy tờ này.', en: 'Please write the number of this paper.' },
  other: {
    vi: 'Số trên giấy khác với số định danh. Xin xem lại thẻ.',
    en: 'The number on the paper is not the identity number. Please look at the card again.',
  },
  day: { vi: 'Ngày này không có trong lịch.', en: 'There is no such day.' },
  future: { vi: 'Ngày cấp phải là một ngày đã qua.', en: 'The day of issue lies in the past.' },
  expired: {
    vi: 'Giấy tờ này đã hết hạn nên không dùng để đối chiếu được.',
    en: 'This paper has expired and proves nothing any more.',
  },
};

const missing: Record<Proof, Text> = {
  identity: {
    vi: 'Cần ít nhất một giấy tờ tùy thân.',
    en: 'At least one paper that proves the identity is needed.',
  },
  child: {
    vi: 'Cần giấy tờ chứng minh quan hệ với trẻ em.',
    en: 'A paper that proves the relation to the child is needed.',
  },
  ward: { vi: 'Cần giấy tờ chứng minh việc giám hộ.', en: 'A paper that proves the guardianship is needed.' },
  attorney: { vi: 'Cần giấy ủy quyền.', en: 'The power of attorney is needed.' },
  business: {
    vi: 'Cần giấy tờ chứng minh tư cách đại diện của tổ chức.',
    en: 'A paper that proves who represents the organisation is needed.',
  },
  death: { vi: 'Cần trích lục khai tử hoặc giấy chứng tử.', en: 'The death certificate is needed.' },
};

/**
 * What is wrong with the papers, field by field; nothing when they prove what is to be proved. The fields are `papers[0].number` and
 * so on; that nothing proves it is told at `papers`.
 * @param idNumber the person's, for papers whose number it is.
 */
export async function paperErrors(
  ctx: Pick<Context, 'app' | 'now'>,
  papers: readonly PaperSeen[],
  proof: Proof,
  idNumber?: string,
): Promise<FieldError[]> {
  const { papers: kinds } = await peopleRules(ctx.app, ctx.now);
  const today = localDate(ctx.now);
  const errors: FieldError[] = [];
  for (const [i, paper] of papers.entries()) {
    const kind = kinds.find((one) => one.key === paper.kind);
    const wrong = (field: string, message: Text) => errors.push({ path: `papers[${i}].${field}`, message });
    if (!kind) wrong('kind', words.unknown);
    else if (kind.number === 'needed' && !paper.number) wrong('number', words.number);
    else if (kind.number === 'identity' && idNumber !== undefined && paper.number && paper.number !== idNumber)
      wrong('number', words.other);
    if (paper.issuedOn !== undefined && !isDay(paper.issuedOn)) wrong('issuedOn', words.day);
    else if (paper.issuedOn !== undefined && paper.issuedOn > today) wrong('issuedOn', words.future);
    if (paper.expiresOn !== undefined && !isDay(paper.expiresOn)) wrong('expiresOn', words.day);
    else if (paper.expiresOn !== undefined && paper.expiresOn < today) wrong('expiresOn', words.expired);
  }
  if (!papers.some(({ kind }) => provesIt(kinds, kind, proof))) errors.push({ path: 'papers', message: missing[proof] });
  return errors;
}

const provesIt = (kinds: readonly PaperKind[], key: string, proof: Proof): boolean =>
  kinds.some((kind) => kind.key === key && kind.proves.includes(proof));
