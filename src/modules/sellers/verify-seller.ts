import { Injectable } from '@nestjs/common';
import type { Actor, Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { RecordVerification } from './record-verification.js';
import { SellersRepository } from './sellers.repository.js';
import { VerificationProvider, type VerificationResult } from './verification-provider.js';
import { VerificationsRepository } from './verifications.repository.js';

/** Asks the provider about a submission, outside of any transaction, and records its answer. */
@Injectable()
export class VerifySeller {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sellers: SellersRepository,
    private readonly verifications: VerificationsRepository,
    private readonly provider: VerificationProvider,
    private readonly record: RecordVerification,
  ) {}

  async run(verificationId: Id<'vrf'>): Promise<void> {
    const submission = await this.verifications.find(verificationId);
    if (!submission || submission.outcome) return;
    const { sellerId, documents } = submission;
    const seller = await this.sellers.get(sellerId);
    const legal = submission.identity ?? (await this.sellers.legalIdentity(sellerId));
    if (!legal) return;
    const { kind, country } = seller;
    const result = await this.provider.verify({ reference: verificationId, kind, country, documents, ...legal });
    await this.store(verificationId, result);
  }

  private async store(verificationId: Id<'vrf'>, result: VerificationResult): Promise<void> {
    const actor: Actor = { kind: 'provider', name: this.provider.name };
    await this.uow.run(async (tx) => {
      if (result.outcome === 'unclear') await this.verifications.askOperator(tx, verificationId);
      else await this.record.run(tx, verificationId, result, actor);
    });
  }
}
