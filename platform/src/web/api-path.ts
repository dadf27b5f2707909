import type { Operation } from '@dinh/kernel';

/** The address of an operation: `POST /api/one-stop/accept-dossier`, `GET /api/procedures/search`. */
export function apiPath(operation: Operation): string {
  return `/api/${operation.name.replace('.', '/')}`;
}
