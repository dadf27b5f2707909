/** Why the embedded PostgreSQL cannot run here, in words for the operator: what is wrong and what to do. */
export class EmbeddedPostgresError extends Error {
  readonly code: 'unavailable' | 'in-use' | 'init-failed' | 'start-failed';

  constructor(code: EmbeddedPostgresError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
    this.code = code;
  }
}
