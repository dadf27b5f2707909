import type { Lang, Text } from './text.ts';

/** What is wrong with one field of an input. `path` is a JSON pointer without the leading slash, dots between. */
export interface FieldError {
  readonly path: string;
  readonly message: Text;
}

/** How an error is declared: once per module, in its `errors.ts`. */
export interface ErrorDeclaration {
  /** `module.what-is-wrong`, stable, for machines. */
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  /** One plain sentence that says what to do. `{name}` is replaced from the details. */
  readonly sentence: Text;
  /** The field of the input that it is always about: told beside it, where one field is at fault. */
  readonly about?: string;
}

export interface ErrorKind extends ErrorDeclaration {
  /** Makes the error to throw. `details` fill the sentence and are shown to the caller: no secrets. */
  (details?: Record<string, string | number>, more?: { fields?: FieldError[]; cause?: unknown }): Refusal;
}

/** An error that people caused and can mend: it never becomes a 500 and is not logged as a fault. */
export class Refusal extends Error {
  readonly declaration: ErrorDeclaration;
  readonly details: Record<string, string | number>;
  readonly fields: FieldError[];

  constructor(
    declaration: ErrorDeclaration,
    details: Record<string, string | number> = {},
    more: { fields?: FieldError[]; cause?: unknown } = {},
  ) {
    super(`${declaration.code}: ${fill(declaration.sentence.en, details)}`, { cause: more.cause });
    this.name = 'Refusal';
    this.declaration = declaration;
    this.details = details;
    const { about, sentence } = declaration;
    const whole = () => ({ vi: fill(sentence.vi, details), en: fill(sentence.en, details) });
    this.fields = more.fields ?? (about === undefined ? [] : [{ path: about, message: whole() }]);
  }

  get code(): string {
    return this.declaration.code;
  }

  get status(): number {
    return this.declaration.status;
  }

  /** The sentence for a reader of `lang`, with the details in place. */
  sentence(lang: Lang): string {
    return fill(this.declaration.sentence[lang], this.details);
  }
}

function fill(sentence: string, details: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(details[name] ?? whole));
}

const declared = new Map<string, ErrorKind>();

/**
 * Declares an error. Codes are unique in the program; the reference page lists all of them.
 * @param about the field of the operation's input that has to be mended, where it is always the same one
 * @example export const dossierNotFound = declareError('one-stop.dossier-not-found', 404, { vi: '…', en: '…' });
 */
export function declareError(code: string, status: number, sentence: Text, about?: string): ErrorKind {
  if (declared.has(code)) throw new Error(`error code declared twice: ${code}`);
  const declaration: ErrorDeclaration = { code, status, sentence, ...(about !== undefined && { about }) };
  const kind = Object.assign(
    (details?: Record<string, string | number>, more?: { fields?: FieldError[]; cause?: unknown }) =>
      new Refusal(declaration, details, more),
    declaration,
  ) as ErrorKind;
  declared.set(code, kind);
  return kind;
}

/** All declared errors, sorted by code, for the reference page. */
export function declaredErrors(): ErrorDeclaration[] {
  return [...declared.values()]
    .map(({ code, status, sentence }) => ({ code, status, sentence }))
    .sort((a, b) => a.code.localeCompare(b.code));
}

/** An RFC 9457 problem document. `number` is what a person quotes when they call for help. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  code: string;
  number: string;
  errors?: { path: string; message: string }[];
  details?: Record<string, string | number>;
}

/** Turns any thrown thing into a problem document; what is not a Refusal is told without its inside. */
export function toProblem(error: unknown, lang: Lang, number: string): ProblemDocument {
  const refusal = error instanceof Refusal ? error : internalError();
  const problem: ProblemDocument = {
    type: `/loi/${refusal.code}`,
    title: refusal.sentence(lang),
    status: refusal.status,
    code: refusal.code,
    number,
  };
  if (refusal.fields.length > 0) problem.errors = refusal.fields.map((f) => ({ path: f.path, message: f.message[lang] }));
  if (Object.keys(refusal.details).length > 0) problem.details = refusal.details;
  return problem;
}

export const internalError = declareError('kernel.internal', 500, {
  vi: 'Hệ thống gặp sự cố. Những gì đã nhận vẫn an toàn. Xin thử lại sau ít phút; nếu vẫn lỗi, hãy gọi tổng đài và đọc số báo lỗi.',
  en: 'Something failed on our side. What was accepted is safe. Please try again in a few minutes; if it still fails, call us and quote the error number.',
});
export const unavailable = declareError('kernel.unavailable', 503, {
  vi: 'Hệ thống tạm thời không kết nối được cơ sở dữ liệu. Những gì đã nhận vẫn an toàn. Xin thử lại sau ít phút.',
  en: 'The system cannot reach its database for the moment. What was accepted is safe. Please try again in a few minutes.',
});
export const invalidInput = declareError('kernel.invalid-input', 422, {
  vi: 'Có thông tin chưa đúng. Xin xem các mục được đánh dấu và sửa lại.',
  en: 'Some of the information is not right. Please look at the marked fields and correct them.',
});
export const malformedRequest = declareError('kernel.malformed-request', 400, {
  vi: 'Yêu cầu gửi lên không đọc được. Xin kiểm tra định dạng và gửi lại.',
  en: 'The request cannot be read. Please check its format and send it again.',
});
export const signInNeeded = declareError('kernel.sign-in-needed', 401, {
  vi: 'Xin đăng nhập để tiếp tục.',
  en: 'Please sign in to go on.',
});
export const notAllowed = declareError('kernel.not-allowed', 403, {
  vi: 'Bạn không có quyền làm việc này. Nếu cần, hãy liên hệ người quản trị của đơn vị.',
  en: 'You are not allowed to do this. If you need to, ask the administrator of your unit.',
});
export const scopeNeeded = declareError('kernel.scope-needed', 403, {
  vi: 'Mã truy cập này không dùng được cho việc này. Ứng dụng cần xin thêm phạm vi (scope).',
  en: 'This access token is not good for this. The application has to ask for a further scope.',
});
export const personNeeded = declareError('kernel.person-needed', 403, {
  vi: 'Việc này ghi nhận người thực hiện nên chỉ người có tài khoản làm được; hệ thống khác không làm được.',
  en: 'This is recorded as the act of a person, so only somebody with an account can do it, and no other system.',
});
export const notFound = declareError('kernel.not-found', 404, {
  vi: 'Không tìm thấy nội dung này. Xin kiểm tra lại đường dẫn hoặc tìm kiếm.',
  en: 'This cannot be found. Please check the address or search for it.',
});
export const keyReused = declareError('kernel.idempotency-key-reused', 409, {
  vi: 'Khóa chống gửi trùng này đã dùng cho một yêu cầu khác. Xin dùng khóa mới.',
  en: 'This idempotency key was used for a different request. Please use a new one.',
});
export const tooLarge = declareError('kernel.too-large', 413, {
  vi: 'Nội dung gửi lên quá lớn. Xin giảm dung lượng rồi gửi lại.',
  en: 'What was sent is too large. Please make it smaller and send it again.',
});
