import type { Random } from './random.ts';

// Names as they are common in Vietnam; whoever bears one of the combinations is made up.
const families =
  'Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Đoàn Mai Lương Tạ Chu'.split(
    ' ',
  );
const middles = {
  female: 'Thị Thị Thị Thu Ngọc Thanh Minh Hồng Kim Bích Phương'.split(' '),
  male: 'Văn Văn Văn Đức Hữu Quang Minh Xuân Công Đình Thành'.split(' '),
};
const given = {
  female:
    'Hoa Lan Huệ Cúc Mai Đào Hương Nga Linh Trang Thảo Hạnh Yến Oanh Thủy Dung Loan Phượng Nhung Quỳnh Vân Hiền Nguyệt Ánh Diễm'.split(
      ' ',
    ),
  male: 'Hùng Dũng Cường Tuấn Sơn Hải Nam Long Hiếu Thắng Tùng Bình An Khoa Phúc Lộc Thọ Kiên Trung Việt Quân Đạt Huy Khánh Tâm'.split(
    ' ',
  ),
};
const trades = [
  'Xây dựng',
  'Thương mại',
  'Vận tải',
  'Nông sản',
  'Dệt may',
  'Cơ khí',
  'Dược phẩm',
  'Du lịch',
  'Điện tử',
  'Thực phẩm',
];

export function personName(random: Random): string {
  const kind = random.next() < 0.5 ? 'female' : 'male';
  return `${random.pick(families)} ${random.pick(middles[kind])} ${random.pick(given[kind])}`;
}

/** Whether a name of `personName` is a woman's: the last words of the two lists differ. */
export const isFemale = (name: string): boolean => given.female.includes(name.split(' ').at(-1)!);

export function businessName(random: Random): string {
  return `Công ty TNHH ${random.pick(trades)} ${random.pick(given.male)} ${random.pick(given.female)}`;
}
