import { Injectable } from '@nestjs/common';
import { Clock, money, system, type Actor } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import {
  Ledger,
  providerFeeJournal,
  providerSettledJournal,
  receiptUnknownJournal,
  valueInstant,
  type Circumstances,
  type Journal,
} from '../ledger/index.js';
import { Settlement } from '../settlement/index.js';
import { MatchingRepository, type News, type PayoutNews } from './matching.repository.js';

const SELF: Actor = system('reconciliation');
/** Journals in one transaction. */
const AT_ONCE = 200;
const PAYOUTS = 5_000;

/** Books what lines are the first to tell of. Each has its natural key, so nothing is booked twice. */
@Injectable()
export class BookLines {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly matching: MatchingRepository,
    private readonly ledger: Ledger,
    private readonly settlement: Settlement,
  ) {}

  /** P2, P3, O2 and O4: lines whose meaning is known. */
  async known(): Promise<void> {
    await this.repeat((tx) => this.post(tx, 'fees', feeJournal));
    await this.repeat((tx) => this.post(tx, 'settlements', settledJournal));
    const payouts = await this.uow.run((tx) => this.matching.payouts(tx, PAYOUTS));
    for (const each of payouts) await this.uow.run((tx) => this.confirm(tx, each));
  }

  /** X1: what is still unknown when every rule has been tried. */
  async unknown(): Promise<void> {
    await this.repeat(async (tx) => {
      await this.matching.lock(tx);
      await this.matching.identify(tx);
      const credits = await this.matching.news(tx, 'credits', AT_ONCE);
      for (const each of credits) {
        const amount = money(each.amount, each.currency);
        const unknown = receiptUnknownJournal(each.id, each.accountId, amount, this.circumstances(each));
        const { journalId } = await this.ledger.post(tx, unknown);
        await this.matching.attach(tx, each.id, journalId, this.clock.now());
      }
      return credits.length;
    });
  }

  private async post(
    tx: Tx,
    what: 'fees' | 'settlements',
    journalOf: (news: News, at: Circumstances) => Journal,
  ): Promise<number> {
    await this.matching.lock(tx);
    const news = await this.matching.news(tx, what, AT_ONCE);
    const journals = news.map((each) => journalOf(each, this.circumstances(each)));
    if (journals.length > 0) await this.ledger.postAll(tx, journals);
    return news.length;
  }

  private async confirm(tx: Tx, news: PayoutNews): Promise<void> {
    const { sourceId, externalId, sourceKind, amount, currency } = news;
    const told = { reference: externalId, amount: money(Math.abs(amount), currency) };
    await this.settlement.confirm(tx, sourceId, { state: sourceKind, ...told }, this.instantOf(news));
  }

  private async repeat(batch: (tx: Tx) => Promise<number>): Promise<void> {
    let done = AT_ONCE;
    while (done === AT_ONCE) done = await this.uow.run(batch);
  }

  private circumstances = (news: News): Circumstances => ({
    effectiveAt: this.instantOf(news),
    actor: SELF,
    places: { psp: news.provider },
  });

  private instantOf = ({ valueDate }: News): Date => valueInstant(valueDate, this.clock.now());
}

const feeJournal = ({ sourceId, amount, currency }: News, at: Circumstances): Journal =>
  providerFeeJournal(sourceId, money(-amount, currency), at);

const settledJournal = ({ sourceId, amount, currency }: News, at: Circumstances): Journal =>
  providerSettledJournal(sourceId, money(amount, currency), at);
