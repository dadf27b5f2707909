import type { Authority, FieldError } from '@dinh/kernel';

/** Who has to do with a dossier, told apart everywhere (S7). */
export interface Parties {
  readonly capacity: 'self' | 'child' | 'attorney' | 'business';
  readonly applicantName: string;
  readonly ownerName: string;
  readonly contact: { readonly name: string; readonly phone: string; readonly email: string };
  readonly delivery: { readonly method: string; readonly address?: unknown };
  /** The answers contradict the authority under which it is filed. */
  readonly wrong?: FieldError;
}

type Answers = Record<string, any>;

const capacities = new Set(['self', 'child', 'attorney', 'business']);

/**
 * Reads the parties from the answers of a form: the blocks `filing`, `applicant`, `owner`, `contact` and `delivery`
 * of the pack are the same in every form.
 * @param fallback name of the account, for forms that ask nothing about the applicant.
 * @param authority under which it is filed: then the owner is who it names, whatever was typed.
 */
export function partiesOf(
  data: Answers,
  fallback: { name: string; phone?: string; email?: string },
  authority?: Authority,
): Parties {
  const said = capacities.has(data['capacity']) ? (data['capacity'] as Parties['capacity']) : undefined;
  const capacity = authority ? capacityOf(authority) : (said ?? 'self');
  const applicant: Answers = data['applicant'] ?? {};
  const owner: Answers = data['owner'] ?? {};
  const applicantName = String(applicant['name'] ?? fallback.name);
  const other = capacity === 'self' ? undefined : (owner['organisationName'] ?? owner['name']);
  const contact: Answers = data['contact'] ?? {};
  return {
    capacity,
    applicantName,
    ownerName: authority?.name ?? String(other ?? applicantName),
    contact: {
      name: String(contact['name'] ?? applicantName),
      phone: String(contact['phone'] ?? applicant['phone'] ?? fallback.phone ?? ''),
      email: String(contact['email'] ?? applicant['email'] ?? fallback.email ?? ''),
    },
    delivery: {
      method: String(data['deliveryMethod'] ?? 'screen'),
      address: data['deliveryAddress'] ?? undefined,
    },
    ...(said && said !== capacity && { wrong: otherCapacity(authority!) }),
  };
}

/** A ward is filed for as a child is: by whom the law has put in its place. */
export const capacityOf = ({ kind }: Authority): Parties['capacity'] => (kind === 'ward' ? 'child' : kind);

const otherCapacity = ({ name }: Authority): FieldError => ({
  path: 'data.capacity',
  message: {
    vi: `Bạn đang nộp thay cho ${name}. Hãy chọn đúng tư cách đó, hoặc trở lại làm việc cho mình.`,
    en: `You are filing for ${name}. Choose that capacity, or act for yourself again.`,
  },
});
