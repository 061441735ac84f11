import type { Id } from '../../kernel/index.js';

export const DOCUMENT_KINDS = ['identity', 'registration', 'address'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export interface VerificationSubject {
  /** The same for every attempt at one submission, so that asking twice is asking once. */
  readonly reference: Id<'vrf'>;
  readonly kind: 'private' | 'business';
  readonly legalName: string;
  readonly taxId: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly documents: readonly { readonly kind: DocumentKind; readonly reference: string }[];
}

export type VerificationResult =
  | { readonly outcome: 'verified' }
  | { readonly outcome: 'more_documents'; readonly missing: readonly DocumentKind[] }
  | { readonly outcome: 'rejected'; readonly reason: string }
  /** The provider cannot tell; an operator decides. */
  | { readonly outcome: 'unclear' };

/** Whoever tells whether a seller is who they say. Called outside of transactions, and again when it failed. */
export abstract class VerificationProvider {
  /** The name under which decisions are recorded. */
  abstract readonly name: string;
  abstract verify(subject: VerificationSubject): Promise<VerificationResult>;
}
