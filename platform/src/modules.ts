import type { Module } from '@dinh/kernel';
import { module as records } from '@dinh/records';
import { sitePart } from './pack/site.ts';

/** What belongs to no matter: the province itself. */
const province: Module = {
  name: 'platform',
  title: { vi: 'Nền tảng', en: 'Platform' },
  packParts: [sitePart],
};

/** Every module of the program, engines before apps; the order of migrations. */
export const modules: readonly Module[] = [province, records];
