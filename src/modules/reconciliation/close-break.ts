import { Injectable } from '@nestjs/common';
import { asId, Clock, fromWire, money, type Money, type UserActor } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Invalid } from '../../platform/http/index.js';
import {
  Ledger,
  placed,
  providerFeeJournal,
  revenueSweptJournal,
  valueInstant,
  type Circumstances,
  type Journal,
} from '../ledger/index.js';
import { RecordBankReceipt } from '../net-terms/index.js';
import { BreaksRepository, type Decision, type ItemRow } from './breaks.repository.js';
import { ResolutionUnfit } from './reconciliation.errors.js';
import { receiptTakenOverJournal, settlementAppliedJournal } from './reconciliation-journals.js';
import { RevenueSweeps } from './revenue-sweeps.repository.js';
import { bindingOf, exposureOf, needsTwo, resolvedAmount, type Wanted } from './resolution.domain.js';

/** What a decision about a break comes to, before anything of it is done. */
export interface Closing {
  readonly item: ItemRow;
  readonly wanted: Wanted;
  readonly actor: UserActor;
  readonly at: Date;
  readonly amount: Money;
  readonly journal: Journal | undefined;
  readonly payloadHash: string;
  /** It is of so much that another person has to confirm it. */
  readonly needsTwo: boolean;
}

/** Closes a break by what a person says that it is, and books it. */
@Injectable()
export class CloseBreak {
  constructor(
    private readonly clock: Clock,
    private readonly breaks: BreaksRepository,
    private readonly ledger: Ledger,
    private readonly receipts: RecordBankReceipt,
    private readonly sweeps: RevenueSweeps,
  ) {}

  /** @throws ResolutionUnfit, Invalid */
  plan(actor: UserActor, item: ItemRow, wanted: Wanted): Closing {
    const facts = { ...item, isBooked: item.bookedJournalId !== null };
    const units = wanted.resolution === 'ignored' ? exposureOf(facts) : resolvedAmount(wanted.resolution, facts);
    if (units === undefined) throw new ResolutionUnfit({});
    const at = this.clock.now();
    const amount = money(units, item.currency);
    const journal = journalFor(wanted, item, amount, { effectiveAt: valueInstant(item.valueDate, at), actor });
    const payloadHash = bindingOf(item.id, wanted, amount, journal);
    return { item, wanted, actor, at, amount, journal, payloadHash, needsTwo: needsTwo(facts) };
  }

  /** Commits with the caller. @throws ResolutionUnfit, RevenueNotEarned */
  async run(tx: Tx, closing: Closing): Promise<void> {
    const { item, wanted, actor, at, journal } = closing;
    const { resolution, reason = null } = wanted;
    const by = { resolution, reason, by: actor.userId, at };
    if (!journal) return this.breaks.decide(tx, item.id, { status: 'ignored_with_reason', ...by });
    const booked =
      resolution === 'company_receipt'
        ? await this.handOver(tx, closing, journal)
        : await this.book(tx, closing, journal);
    await this.breaks.decide(tx, item.id, { status: 'matched', ...by, ...booked });
  }

  private async book(tx: Tx, { item, wanted, actor, at, amount }: Closing, journal: Journal): Promise<Booked> {
    if (wanted.resolution === 'revenue_sweep')
      await this.sweeps.claim(tx, { itemId: item.id, ...amount, by: actor.userId, at });
    const { journalId, posted } = await this.ledger.post(tx, await this.withProvider(tx, wanted, journal));
    if (!posted) throw new ResolutionUnfit({});
    return { journals: [journalId], bookedJournalId: journalId };
  }

  /** It is no unknown credit any more but a transfer of a company, as if a person had recorded it. */
  private async handOver(tx: Tx, { item, actor, amount }: Closing, takenOver: Journal): Promise<Booked> {
    const { externalId, valueDate: valueOn, text } = item;
    const { journalId } = await this.ledger.post(tx, takenOver);
    const told = { amount: { ...amount }, valueOn, remittance: text ?? '', externalLineId: externalId ?? '' };
    const receipt = await this.receipts.record(tx, actor, told);
    const posted = await this.breaks.journalsOf(tx, 'bank_receipt', fromWire('brc', receipt.id) ?? '');
    return { journals: [journalId, ...posted] };
  }

  /** A settlement is on the bank's side of a break; whose it is the provider's own report tells. */
  private async withProvider(tx: Tx, { resolution, reference }: Wanted, journal: Journal): Promise<Journal> {
    if (resolution !== 'provider_settlement' || reference === undefined) return journal;
    const psp = await this.sweeps.providerOf(tx, reference);
    return { ...journal, lines: journal.lines.map(placed({ psp })) };
  }
}

type Booked = Pick<Decision, 'journals' | 'bookedJournalId'>;

function journalFor(
  { resolution, reference }: Wanted,
  { id, accountId, provider, bookedJournalId }: ItemRow,
  amount: Money,
  at: Circumstances,
): Journal | undefined {
  switch (resolution) {
    case 'ignored':
      return undefined;
    case 'provider_fee':
      return providerFeeJournal(id, amount, { ...at, places: { psp: provider } });
    case 'revenue_sweep':
      return revenueSweptJournal(id, amount, at);
    case 'company_receipt':
      return receiptTakenOverJournal(id, accountId, amount, asId<'jnl'>(bookedJournalId ?? ''), at);
    case 'provider_settlement':
      if (reference !== undefined) return settlementAppliedJournal(reference, accountId, amount, at);
      throw new Invalid([{ pointer: '/reference', code: 'required', message: 'is needed for this resolution' }]);
  }
}
