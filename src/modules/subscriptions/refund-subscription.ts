import { Injectable } from '@nestjs/common';
import { asId, Clock, money, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { Ledger, subscriptionRefundedJournal } from '../ledger/index.js';
import { SellerHolds } from '../seller-holds/index.js';
import { SubscriptionRefunded } from './subscriptions.errors.js';
import type { SubscriptionInvoiceView } from './subscriptions.dto.js';
import { SubscriptionInvoices } from './subscription-invoices.repository.js';
import { subscriptionInvoiceView } from './subscriptions.view.js';

/** Finance gives a period back: X2 is taken back, once. */
@Injectable()
export class RefundSubscription {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly invoices: SubscriptionInvoices,
    private readonly holds: SellerHolds,
  ) {}

  /** What the seller owes is settled first, the rest is available. @throws NotFound, SubscriptionRefunded */
  run(actor: UserActor, id: Id<'sbi'>, reason: string, once: Once): Promise<SubscriptionInvoiceView> {
    return once.run(this.uow, async (tx) => {
      const at = this.clock.now();
      const row = await this.invoices.refund(tx, id, at, actor.userId, reason);
      if (!row)
        throw (await this.invoices.exists(tx, id)) ? new SubscriptionRefunded({}) : new NotFound({ what: 'invoice' });
      const { sellerId, currency } = row;
      const accounts = ['seller_available', 'seller_receivable'] as const;
      const locked = await this.ledger.lock(tx, sellerId, currency, accounts);
      const owed = locked.find(({ account }) => account === 'seller_receivable')?.balance ?? 0;
      const amounts = { fee: money(row.fee, currency), tax: money(row.tax, currency), owed: money(owed, currency) };
      const circumstances = { effectiveAt: at, actor, refs: { sellerId }, reverses: asId<'jnl'>(row.journalId) };
      await this.ledger.post(tx, subscriptionRefundedJournal(id, sellerId, amounts, circumstances));
      await this.holds.topUp(tx, sellerId, currency);
      return subscriptionInvoiceView(row);
    });
  }
}
