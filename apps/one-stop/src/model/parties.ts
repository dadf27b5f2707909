/** Who has to do with a dossier, told apart everywhere (S7). */
export interface Parties {
  readonly capacity: 'self' | 'child' | 'attorney' | 'business';
  readonly applicantName: string;
  readonly ownerName: string;
  readonly contact: { readonly name: string; readonly phone: string; readonly email: string };
  readonly delivery: { readonly method: string; readonly address?: unknown };
}

type Answers = Record<string, any>;

const capacities = new Set(['self', 'child', 'attorney', 'business']);

/**
 * Reads the parties from the answers of a form: the blocks `filing`, `applicant`, `owner`, `contact` and `delivery`
 * of the pack are the same in every form.
 * @param fallback name of the account, for forms that ask nothing about the applicant.
 */
export function partiesOf(
  data: Answers,
  fallback: { name: string; phone?: string; email?: string },
): Parties {
  const capacity = capacities.has(data['capacity']) ? (data['capacity'] as Parties['capacity']) : 'self';
  const applicant: Answers = data['applicant'] ?? {};
  const owner: Answers = data['owner'] ?? {};
  const applicantName = String(applicant['name'] ?? fallback.name);
  const other = capacity === 'self' ? undefined : (owner['organisationName'] ?? owner['name']);
  const contact: Answers = data['contact'] ?? {};
  return {
    capacity,
    applicantName,
    ownerName: String(other ?? applicantName),
    contact: {
      name: String(contact['name'] ?? applicantName),
      phone: String(contact['phone'] ?? applicant['phone'] ?? fallback.phone ?? ''),
      email: String(contact['email'] ?? applicant['email'] ?? fallback.email ?? ''),
    },
    delivery: {
      method: String(data['deliveryMethod'] ?? 'screen'),
      address: data['deliveryAddress'] ?? undefined,
    },
  };
}
