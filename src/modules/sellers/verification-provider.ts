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
  /** `validDays`: a document that proves it ends before the verification would. */
  | { readonly outcome: 'verified'; readonly validDays?: number }
  | { readonly outcome: 'more_documents'; readonly missing: readonly DocumentKind[] }
  | { readonly outcome: 'rejected'; readonly reason: string }
  /** The provider cannot tell; an operator decides. */
  | { readonly outcome: 'unclear' };

export interface AccountSubject {
  /** The same for every attempt at one account, so that asking twice is asking once. */
  readonly reference: string;
  readonly holder: string;
  /** IBAN or account number, or the account connected at the payment provider. */
  readonly accountNumber: string;
  /** ISO 3166-1 alpha-2, of the bank. */
  readonly country: string;
  readonly currency: string;
  /** Of the seller, where it has said so. */
  readonly legalName: string | null;
}

export type AccountResult =
  | { readonly outcome: 'verified' }
  | { readonly outcome: 'failed'; readonly reason: string }
  /** The provider cannot tell; finance decides. */
  | { readonly outcome: 'unclear' };

/** Whoever tells whether a seller is who they say, and an account theirs. Called outside of transactions, and again when it failed. */
export abstract class VerificationProvider {
  /** The name under which decisions are recorded. */
  abstract readonly name: string;
  abstract verify(subject: VerificationSubject): Promise<VerificationResult>;
  abstract verifyAccount(subject: AccountSubject): Promise<AccountResult>;
}
