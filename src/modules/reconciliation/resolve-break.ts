import { Injectable } from '@nestjs/common';
import { asId, Clock, fromWire, money, type Id, type Money, type UserActor } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Invalid, NotFound, type Once } from '../../platform/http/index.js';
import {
  Ledger,
  providerFeeJournal,
  revenueSweptJournal,
  type AccountType,
  type Circumstances,
  type Journal,
} from '../ledger/index.js';
import { RecordBankReceipt } from '../net-terms/index.js';
import { BreaksRepository, type Decision, type ItemRow } from './breaks.repository.js';
import { MatchingRepository } from './matching.repository.js';
import type { ReconciliationItemView, ResolveBreakDto } from './reconciliation.dto.js';
import { BreakClosed, ResolutionUnfit, RevenueNotEarned } from './reconciliation.errors.js';
import { receiptTakenOverJournal, settlementAppliedJournal } from './reconciliation-journals.js';
import { itemView } from './reconciliation.view.js';
import { isClosed, resolvedAmount } from './resolution.domain.js';

const REVENUE: readonly AccountType[] = [
  'commission_revenue',
  'payout_fee_revenue',
  'shipping_revenue',
  'subscription_revenue',
];

/** A person says what a break is; it is booked. */
@Injectable()
export class ResolveBreak {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly breaks: BreaksRepository,
    private readonly matching: MatchingRepository,
    private readonly ledger: Ledger,
    private readonly receipts: RecordBankReceipt,
  ) {}

  /** @throws NotFound, BreakClosed, ResolutionUnfit, RevenueNotEarned, Invalid */
  run(actor: UserActor, id: Id<'ril'>, wanted: ResolveBreakDto, once: Once): Promise<ReconciliationItemView> {
    return once.run(this.uow, async (tx) => {
      await this.matching.lock(tx);
      const item = await this.breaks.lock(tx, id);
      if (!item) throw new NotFound({ what: 'break' });
      if (isClosed(item.status)) throw new BreakClosed({});
      const units = resolvedAmount(wanted.resolution, { ...item, isBooked: item.bookedJournalId !== null });
      if (units === undefined) throw new ResolutionUnfit({});
      const at = this.clock.now();
      const amount = money(units, item.currency);
      const { resolution, reason = null } = wanted;
      const booked =
        resolution === 'company_receipt'
          ? await this.handOver(tx, actor, item, amount)
          : await this.book(tx, actor, item, amount, wanted);
      await this.breaks.decide(tx, id, { status: 'matched', resolution, reason, by: actor.userId, at, ...booked });
      return itemView((await this.breaks.findIn(tx, id)) as ItemRow, at);
    });
  }

  private async book(
    tx: Tx,
    actor: UserActor,
    item: ItemRow,
    amount: Money,
    wanted: ResolveBreakDto,
  ): Promise<Pick<Decision, 'journals' | 'bookedJournalId'>> {
    if (wanted.resolution === 'revenue_sweep') await this.assertEarned(tx, amount);
    const journal = journalFor(wanted, item, amount, { effectiveAt: this.clock.now(), actor });
    const { journalId, posted } = await this.ledger.post(tx, journal);
    if (!posted) throw new ResolutionUnfit({});
    return { journals: [journalId], bookedJournalId: journalId };
  }

  /** It is no unknown credit any more but a transfer of a company, as if a person had recorded it. */
  private async handOver(
    tx: Tx,
    actor: UserActor,
    item: ItemRow,
    amount: Money,
  ): Promise<Pick<Decision, 'journals' | 'bookedJournalId'>> {
    const { id, accountId, externalId, bookedJournalId, valueDate: valueOn, text } = item;
    const unknown = asId<'jnl'>(bookedJournalId ?? '');
    const at = { effectiveAt: this.clock.now(), actor };
    const { journalId } = await this.ledger.post(tx, receiptTakenOverJournal(id, accountId, amount, unknown, at));
    const told = { amount: { ...amount }, valueOn, remittance: text ?? '', externalLineId: externalId ?? '' };
    const receipt = await this.receipts.record(tx, actor, told);
    const posted = await this.breaks.journalsOf(tx, 'bank_receipt', fromWire('brc', receipt.id) ?? '');
    return { journals: [journalId, ...posted] };
  }

  /** X5 only takes what was earned and has not been taken before. */
  private async assertEarned(tx: Tx, amount: Money): Promise<void> {
    const { currency } = amount;
    let earned = -(await this.ledger.balance(tx, 'bank_operating', null, currency));
    for (const account of REVENUE) earned += await this.ledger.balance(tx, account, null, currency);
    if (amount.amount > earned) throw new RevenueNotEarned({});
  }
}

function journalFor(
  { resolution, reference }: ResolveBreakDto,
  item: ItemRow,
  amount: Money,
  at: Circumstances,
): Journal {
  if (resolution === 'provider_fee') return providerFeeJournal(item.id, amount, at);
  if (resolution === 'revenue_sweep') return revenueSweptJournal(item.id, amount, at);
  if (reference !== undefined) return settlementAppliedJournal(reference, item.accountId, amount, at);
  throw new Invalid([{ pointer: '/reference', code: 'required', message: 'is needed for this resolution' }]);
}
