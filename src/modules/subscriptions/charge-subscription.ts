import { Injectable } from '@nestjs/common';
import { add, asId, Clock, money, type Actor } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { Ledger, subscriptionChargedJournal } from '../ledger/index.js';
import { monthsAfter, priceOf } from './subscription.domain.js';
import { SubscriptionInvoices } from './subscription-invoices.repository.js';
import { subscriptionCharged } from './subscriptions.events.js';
import { SubscriptionsRepository, type SubscriptionRow } from './subscriptions.repository.js';

export const PERIOD_END = 'subscriptions.period-end';

/** The next month of a subscription is paid out of what is available (X2); what is missing the seller owes. */
@Injectable()
export class ChargeSubscription {
  constructor(
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly subscriptions: SubscriptionsRepository,
    private readonly invoices: SubscriptionInvoices,
    private readonly deadlines: Deadlines,
    private readonly outbox: Outbox,
  ) {}

  /** Of a locked subscription, the period after the last one; each has one invoice and one journal. */
  async run(tx: Tx, actor: Actor, subscription: SubscriptionRow): Promise<void> {
    const { id: subscriptionId, sellerId, currency, startedAt } = subscription;
    const at = this.clock.now();
    const period = subscription.periods + 1;
    const [startsAt, endsAt] = [subscription.paidUntil, monthsAfter(startedAt, period)];
    const { fee, tax } = priceOf(subscription);
    const total = add(fee, tax);
    const [locked] = await this.ledger.lock(tx, sellerId, currency, ['seller_available']);
    const available = Math.max(0, locked?.balance ?? 0);
    const owed = Math.max(0, total.amount - available);
    const id = newId('sbi');
    const circumstances = { effectiveAt: at, actor, refs: { sellerId }, ruleVersion: `plan ${subscription.planId}` };
    const terms = { tax, funds: { available: money(available, currency) } };
    const charged = subscriptionChargedJournal(id, sellerId, fee, circumstances, terms);
    const { journalId } = await this.ledger.post(tx, charged);
    const amounts = { currency, fee: fee.amount, tax: tax.amount, owed };
    const invoice = { id, subscriptionId, period, sellerId, ...amounts, startsAt, endsAt, chargedAt: at, journalId };
    await this.invoices.insert(tx, invoice);
    await this.subscriptions.noteCharge(tx, subscriptionId, period, endsAt, at);
    await this.deadlines.set(tx, PERIOD_END, subscriptionId, endsAt);
    const of = { subscriptionId, sellerId: asId<'sel'>(sellerId), invoiceId: id };
    const payload = { ...of, currency, total: total.amount, owed };
    await this.outbox.publish(tx, subscriptionCharged, { subjectId: id, sellerId: of.sellerId, payload });
  }
}
