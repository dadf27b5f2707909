import { may, type OperationTypes, type OutputOf, type PageContext, reach, type Text } from '@dinh/kernel';

export const successionsPath = '/quan-tri/sap-xep';
export const successionsTitle: Text = { vi: 'Sắp xếp, sáp nhập đơn vị', en: 'Reorganisation of units' };

export type View = OutputOf<OperationTypes['identity.view-succession']>;
export type Plan = View['succession']['body'];
export type PartKey = keyof Plan;

/** Whether whoever looks may change this plan now. */
export const mayChange = (ctx: PageContext, state: string): boolean =>
  (state === 'draft' || state === 'proposed') &&
  may(ctx.principal, 'people.manage-unit') &&
  reach(ctx.principal, 'people.manage-unit').all;

/** The sections of a plan: how each is called, and the last part of its address. */
export const sections: Readonly<Record<PartKey, { readonly path: string; readonly title: Text; readonly one: Text }>> = {
  lines: {
    path: 'tiep-nhan',
    title: { vi: 'Ai tiếp nhận việc của ai', en: 'Who goes on with what' },
    one: { vi: 'Dòng tiếp nhận', en: 'Line' },
  },
  begins: {
    path: 'don-vi-moi',
    title: { vi: 'Đơn vị mới', en: 'Units that begin' },
    one: { vi: 'Đơn vị mới', en: 'Unit that begins' },
  },
  changes: {
    path: 'thay-doi',
    title: { vi: 'Đơn vị thay đổi', en: 'Units that change' },
    one: { vi: 'Đơn vị thay đổi', en: 'Unit that changes' },
  },
  appointments: {
    path: 'nhan-su',
    title: { vi: 'Nhân sự', en: 'Appointments' },
    one: { vi: 'Bổ nhiệm', en: 'Appointment' },
  },
};

export const sectionAt = (path: string | undefined): PartKey | undefined =>
  (Object.keys(sections) as PartKey[]).find((key) => sections[key].path === path);
