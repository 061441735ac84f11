import { Injectable } from '@nestjs/common';
import type { Actor, Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { PayoutAccountChecks } from './payout-account-checks.repository.js';
import { PayoutAccountsRepository } from './payout-accounts.repository.js';
import { RecordAccountCheck } from './record-account-check.js';
import { SellersRepository } from './sellers.repository.js';
import { VerificationProvider } from './verification-provider.js';

/** Asks the provider about a payout account, outside of any transaction, and records its answer. */
@Injectable()
export class VerifyPayoutAccount {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sellers: SellersRepository,
    private readonly accounts: PayoutAccountsRepository,
    private readonly checks: PayoutAccountChecks,
    private readonly provider: VerificationProvider,
    private readonly record: RecordAccountCheck,
  ) {}

  /** An answer about an account that was replaced meanwhile changes nothing. */
  async run(sellerId: Id<'sel'>): Promise<void> {
    const [account] = await this.uow.run((tx) => this.accounts.open(tx, [sellerId]));
    if (account?.verification.state !== 'pending') return;
    const { holder, accountNumber, country, currency, verification } = account;
    const { verificationId: reference } = verification;
    const legalName = (await this.sellers.legalIdentity(sellerId))?.legalName ?? null;
    const subject = { reference, holder, accountNumber, country, currency, legalName };
    const result = await this.provider.verifyAccount(subject);
    const actor: Actor = { kind: 'provider', name: this.provider.name };
    await this.uow.run(async (tx) => {
      if (result.outcome === 'unclear') await this.checks.askOperator(tx, reference);
      else await this.record.run(tx, reference, result, actor);
    });
  }
}
