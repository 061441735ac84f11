import { Injectable } from '@nestjs/common';
import {
  VerificationProvider,
  type AccountResult,
  type AccountSubject,
  type VerificationResult,
  type VerificationSubject,
} from './verification-provider.js';

type Part = 'rejected' | 'more_documents' | 'unclear' | 'short';

const SHORT_DAYS = 60;

/** Legal names and tax ids with a part to play; every other seller is verified. */
export const MAGIC_LEGAL_NAMES: Readonly<Record<string, Part>> = {
  'sandbox rejected': 'rejected',
  'sandbox documents': 'more_documents',
  'sandbox review': 'unclear',
  'sandbox short': 'short',
};
export const MAGIC_TAX_IDS: Readonly<Record<string, Part>> = {
  '000000001': 'rejected',
  '000000002': 'more_documents',
  '000000003': 'unclear',
  '000000004': 'short',
};

type AccountPart = 'failed' | 'unclear';

/** Holders, and last characters of account numbers, with a part to play; every other account is the seller's. */
export const MAGIC_HOLDERS: Readonly<Record<string, AccountPart>> = {
  'sandbox stranger': 'failed',
  'sandbox review': 'unclear',
};
export const MAGIC_ACCOUNT_ENDINGS: Readonly<Record<string, AccountPart>> = { '0004': 'failed', '0005': 'unclear' };

/** Stands in for a provider: the submitted names and numbers say what it answers. */
@Injectable()
export class SandboxVerification extends VerificationProvider {
  readonly name = 'sandbox-verification';

  verify(subject: VerificationSubject): Promise<VerificationResult> {
    return Promise.resolve(answerTo(subject));
  }

  verifyAccount({ holder, accountNumber }: AccountSubject): Promise<AccountResult> {
    const part = MAGIC_HOLDERS[holder.trim().toLowerCase()] ?? MAGIC_ACCOUNT_ENDINGS[accountNumber.slice(-4)];
    if (part === 'failed') return Promise.resolve({ outcome: part, reason: 'The account is in another name.' });
    return Promise.resolve({ outcome: part ?? 'verified' });
  }
}

function answerTo({ kind, legalName, taxId, documents }: VerificationSubject): VerificationResult {
  const part = MAGIC_LEGAL_NAMES[legalName.trim().toLowerCase()] ?? MAGIC_TAX_IDS[taxId];
  const needed = kind === 'business' ? 'registration' : 'identity';
  switch (part) {
    case 'rejected':
      return { outcome: 'rejected', reason: 'The name does not belong to the tax id.' };
    case 'more_documents':
      if (documents.some((document) => document.kind === needed)) return { outcome: 'verified' };
      return { outcome: 'more_documents', missing: [needed] };
    case 'unclear':
      return { outcome: 'unclear' };
    case 'short':
      return { outcome: 'verified', validDays: SHORT_DAYS };
    default:
      return { outcome: 'verified' };
  }
}
