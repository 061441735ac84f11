import { Injectable } from '@nestjs/common';
import { VerificationProvider, type VerificationResult, type VerificationSubject } from './verification-provider.js';

type Part = 'rejected' | 'more_documents' | 'unclear';

/** Legal names and tax ids with a part to play; every other seller is verified. */
export const MAGIC_LEGAL_NAMES: Readonly<Record<string, Part>> = {
  'sandbox rejected': 'rejected',
  'sandbox documents': 'more_documents',
  'sandbox review': 'unclear',
};
export const MAGIC_TAX_IDS: Readonly<Record<string, Part>> = {
  '000000001': 'rejected',
  '000000002': 'more_documents',
  '000000003': 'unclear',
};

/** Stands in for a provider: the submitted names and numbers say what it answers. */
@Injectable()
export class SandboxVerification extends VerificationProvider {
  readonly name = 'sandbox-verification';

  verify(subject: VerificationSubject): Promise<VerificationResult> {
    return Promise.resolve(answerTo(subject));
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
    default:
      return { outcome: 'verified' };
  }
}
