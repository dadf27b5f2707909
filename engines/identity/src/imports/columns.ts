import type { Text } from '@dinh/kernel';

export type Kind = 'officials' | 'units';

export interface ImportColumn {
  readonly key: string;
  readonly label: Text;
  /** Other heads by which it is known, folded. */
  readonly also?: readonly string[];
  readonly needed?: boolean;
  readonly example?: string;
  readonly hint?: Text;
}

const column = (key: string, vi: string, en: string, more: Omit<ImportColumn, 'key' | 'label'> = {}): ImportColumn => ({
  key,
  label: { vi, en },
  ...more,
});

/** The columns of each kind of table, in the order of its template. */
export const columnsOf: Readonly<Record<Kind, readonly ImportColumn[]>> = {
  officials: [
    column('idNumber', 'Số định danh', 'Identity number', {
      needed: true,
      also: ['cccd', 'so cccd', 'id number'],
      example: '001199000001',
    }),
    column('name', 'Họ và tên', 'Full name', {
      needed: true,
      also: ['ho ten', 'name'],
      example: 'Nguyễn Văn Mẫu',
    }),
    column('birthDate', 'Ngày sinh', 'Date of birth', { also: ['birth date'], example: '1985-04-30' }),
    column('gender', 'Giới tính', 'Gender', { example: 'Nam' }),
    column('phone', 'Điện thoại', 'Telephone', { also: ['so dien thoai', 'phone'], example: '0912345678' }),
    column('email', 'Thư điện tử', 'E-mail', { also: ['email'], example: 'mau@example.test' }),
    column('account', 'Tài khoản', 'Account', { example: 'nguyenvanmau' }),
    column('unit', 'Mã đơn vị', 'Unit code', { needed: true, also: ['don vi', 'unit'], example: 'H25.14' }),
    column('role', 'Mã vai trò', 'Role key', {
      needed: true,
      also: ['vai tro', 'role'],
      example: 'specialist',
    }),
    column('titleKey', 'Mã chức danh', 'Title key', { also: ['title key'], example: 'specialist' }),
    column('title', 'Chức danh', 'Title', { also: ['chuc vu', 'position'], example: 'Chuyên viên' }),
    column('titleEn', 'Chức danh tiếng Anh', 'Title in English', { example: 'Specialist' }),
    column('main', 'Chức vụ chính', 'Main position', { example: 'x' }),
    column('from', 'Từ ngày', 'From', { example: '2026-12-01' }),
    column('until', 'Đến hết ngày', 'Last day', { also: ['den ngay', 'until'] }),
    column('basis', 'Căn cứ', 'Decision', { also: ['quyet dinh', 'basis'], example: 'QĐ 12/QĐ-SNV' }),
  ],
  units: [
    column('code', 'Mã định danh', 'Code', {
      needed: true,
      also: ['ma don vi', 'unit code'],
      example: 'H25.14.09',
    }),
    column('key', 'Khóa', 'Key', { example: 'so-xay-dung.phong-moi' }),
    column('parent', 'Mã đơn vị cấp trên', 'Parent code', {
      also: ['cap tren', 'parent'],
      example: 'H25.14',
    }),
    column('name', 'Tên đơn vị', 'Name', {
      needed: true,
      also: ['ten', 'name in vietnamese'],
      example: 'Phòng Mới',
    }),
    column('nameEn', 'Tên tiếng Anh', 'Name in English', { example: 'New section' }),
    column('kind', 'Loại', 'Kind', { example: 'section' }),
    column('level', 'Cấp', 'Level', { example: 'section' }),
    column('from', 'Từ ngày', 'From', { example: '2026-12-01' }),
    column('address', 'Địa chỉ', 'Address', {}),
    column('phone', 'Điện thoại', 'Telephone', { also: ['phone'] }),
    column('email', 'Thư điện tử', 'E-mail', { also: ['email'] }),
  ],
};

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/gi, 'd')
    .toLowerCase()
    .replace(/[*:()]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Which column stands where: by its head in either language, its key, or another name for it. */
export function recognise(
  kind: Kind,
  header: readonly string[],
): { places: Map<string, number>; missing: ImportColumn[]; unknown: string[] } {
  const names = new Map<string, string>();
  for (const { key, label, also = [] } of columnsOf[kind])
    for (const name of [key, label.vi, label.en, ...also]) names.set(folded(name), key);
  const places = new Map<string, number>();
  const unknown: string[] = [];
  header.forEach((head, i) => {
    const key = names.get(folded(head));
    if (key !== undefined && !places.has(key)) places.set(key, i);
    else if (head.trim() !== '') unknown.push(head.trim());
  });
  return {
    places,
    missing: columnsOf[kind].filter(({ key, needed }) => needed && !places.has(key)),
    unknown,
  };
}

/** `B` for the second column. */
export function letterOf(place: number): string {
  return place < 26 ? String.fromCharCode(65 + place) : letterOf(Math.floor(place / 26) - 1) + letterOf(place % 26);
}

/** A day as people write it: `2026-12-01`, `01/12/2026`, `1-12-2026`; the text as it is when it is none. */
export function dayText(text: string): string {
  const found = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.trim());
  return found ? `${found[3]}-${found[2]!.padStart(2, '0')}-${found[1]!.padStart(2, '0')}` : text.trim();
}
