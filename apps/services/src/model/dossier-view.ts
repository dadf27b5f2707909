import type { Text } from '@dinh/kernel';

/** What the answer of `one-stop.my-dossier` holds, as far as the citizens' pages show it. Times of lists are ISO text. */
export interface DossierView {
  /** Before the dossier is accepted, or before the result is handed out. */
  readonly feePaidBy: 'acceptance' | 'return';
  readonly dossier: {
    readonly id: string;
    readonly reference: string;
    readonly code: string | null;
    readonly procedureCode: string;
    readonly versionId: string;
    readonly formId: string;
    readonly title: string;
    readonly unitId: number;
    readonly status: number;
    readonly applicantId: string | null;
    readonly ownerId: string | null;
    /** The right to act for the owner under which it was filed. */
    readonly authorityId: string | null;
    readonly channel: 'online' | 'counter' | 'post';
    readonly applicantName: string;
    readonly ownerName: string;
    readonly contact: { readonly name: string; readonly phone: string; readonly email: string };
    readonly data: Record<string, unknown>;
    readonly delivery: { readonly method: string };
    readonly fee: number;
    readonly feeReason: string;
    readonly feeState: 'none' | 'due' | 'at-desk' | 'paid' | 'waived' | 'refunded';
    readonly submittedAt: Date;
    readonly acceptedAt: Date | null;
    readonly dueAt: Date | null;
    readonly promisedAt: Date | null;
    readonly pausedAt: Date | null;
    readonly settledAt: Date | null;
    readonly returnedAt: Date | null;
    readonly outcome: string | null;
    /** The result is there and held back until the fee is paid. */
    readonly resultWithheld: boolean;
    readonly extended: boolean;
  };
  readonly components: readonly {
    readonly id: string;
    readonly key: string;
    readonly name: string;
    readonly origin: string;
    readonly file: string | null;
    readonly fileName: string | null;
    readonly mediaType: string | null;
    readonly size: number | null;
    readonly supersededAt: string | null;
  }[];
  readonly history: readonly {
    readonly number: number;
    readonly at: string;
    readonly act: string;
    /** Who acted for the owner, and for whom; of officials only their unit is told. */
    readonly personName: string;
    readonly behalfOf: string | null;
    readonly unit: string | null;
    readonly comment: string | null;
    /** Of a financial duty: what is to be paid. */
    readonly data: { readonly amount?: number; readonly reason?: string };
  }[];
  readonly tasks: readonly {
    readonly id: string;
    readonly nameVi: string;
    readonly nameEn: string;
    readonly unit: string | null;
    readonly state: string;
    readonly createdAt: string;
    readonly dueAt: string | null;
    readonly endedAt: string | null;
  }[];
  readonly papers: readonly {
    readonly id: string;
    readonly template: string;
    readonly number: number;
    readonly registerNumber: string | null;
    readonly issuedAt: string;
    /** What it is called, where a process printed it by drawing alone. */
    readonly title: { readonly vi: string; readonly en: string } | null;
  }[];
  readonly supplements: readonly {
    readonly stage: string;
    readonly items: readonly {
      readonly name: string;
      readonly reason: string;
      readonly component?: string;
    }[];
    readonly reason: string;
    readonly requestedAt: string;
    readonly answeredAt: string | null;
  }[];
  readonly visits: readonly {
    readonly at: string;
    readonly place: string;
    readonly people: string;
    readonly subject: string;
    readonly reportedAt: string | null;
  }[];
  readonly extension: { readonly reason: string; readonly formerDue: string; readonly newDue: string } | null;
  readonly payments: readonly {
    readonly id: string;
    readonly purpose: string;
    readonly occasion: number;
    readonly amount: number;
    readonly state: string;
    readonly provider: string;
    readonly paidAt: string | null;
    readonly receipt: string | null;
  }[];
  readonly results: readonly {
    readonly id: string;
    readonly number: string | null;
    readonly state: string;
    readonly issuedOn: string | null;
  }[];
  readonly rating: { readonly dossier: number; readonly agency: number; readonly official: number } | null;
  readonly places: { readonly unit: Text; readonly section: Text | null; readonly desk: Text };
}
