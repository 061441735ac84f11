import { Injectable } from '@nestjs/common';
import { actsFor, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { OwnMatter, type Once } from '../../platform/http/index.js';
import type { AccountDecisionDto } from './payout-account.dto.js';
import { PayoutAccountView } from './payout-account.dto.js';
import { PayoutAccountsRepository } from './payout-accounts.repository.js';
import { RecordAccountCheck } from './record-account-check.js';
import { PayoutAccountDecided } from './sellers.errors.js';
import { SellersRepository } from './sellers.repository.js';

/** Finance decides about a payout account that the provider left open, or decides before it. */
@Injectable()
export class DecideAccountCheck {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sellers: SellersRepository,
    private readonly accounts: PayoutAccountsRepository,
    private readonly record: RecordAccountCheck,
  ) {}

  /** About the version of the account that was looked at. @throws NotFound, OwnMatter, PayoutAccountDecided */
  run(actor: Actor, sellerId: Id<'sel'>, body: AccountDecisionDto, once: Once): Promise<PayoutAccountView> {
    return once.run(this.uow, async (tx) => {
      if (actsFor(actor, sellerId)) throw new OwnMatter({});
      await this.sellers.get(sellerId, tx);
      const account = await this.accounts.lock(tx, sellerId);
      const isMeant = account?.version === body.accountVersion;
      const isFirst = isMeant && (await this.record.run(tx, account.verification.verificationId, body, actor));
      if (!isFirst) throw new PayoutAccountDecided({});
      return PayoutAccountView.of(sellerId, await this.accounts.lock(tx, sellerId));
    });
  }
}
