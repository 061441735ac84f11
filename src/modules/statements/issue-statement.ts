import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, type Id } from '../../kernel/index.js';
import { newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { FeeInvoices, type Party } from '../fee-invoices/index.js';
import { IssuingRepository, type Listed, type SellerCurrency } from './issuing.repository.js';
import { endOf, nextOf, startOf, type Month } from './period.domain.js';
import { StatementTotals } from './statement.domain.js';
import { StatementCsv } from './statement-csv.js';
import { StatementLines } from './statement-lines.repository.js';
import type { Balance, KindTotal, StatementHead } from './statement-parts.domain.js';
import { StatementReads } from './statement-reads.repository.js';

const FROM_THE_BEGINNING = '00000000-0000-0000-0000-000000000000';

interface Counted {
  readonly totals: StatementTotals;
  readonly balances: readonly Balance[];
  readonly kinds: readonly KindTotal[];
  readonly hash: Buffer;
}

/** Makes one statement, with the fee invoices of its month, in one transaction. */
@Injectable()
export class IssueStatement {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly issuing: IssuingRepository,
    private readonly lines: StatementLines,
    private readonly reads: StatementReads,
    private readonly invoices: FeeInvoices,
  ) {}

  /**
   * Does nothing when the seller's statement of that month and currency is issued. The statement before it has to be.
   * @throws Error when what is listed is not what the ledger says: then nothing is issued
   */
  async run(of: SellerCurrency, period: Month, party: Party): Promise<void> {
    await this.uow.run(async (tx) => {
      const book = await this.issuing.lockBook(tx, of.sellerId);
      const last = await this.issuing.last(tx, of.sellerId, of.currency);
      if (last && last.period >= period) return;
      if (last && nextOf(last.period as Month) !== period)
        throw new Error(`${last.period} is not followed by ${period}`);
      const id = newId('stm');
      const head: StatementHead = {
        ...of,
        number: book.lastNumber + 1,
        period,
        startsAt: startOf(period),
        endsAt: endOf(period),
        issuedAt: this.clock.now(),
        previousHash: book.lastHash,
      };
      const previous = last ? await this.reads.balances(last.id, tx) : [];
      const from = last?.listedUntil ?? FROM_THE_BEGINNING;
      const { counted, listed } = await this.listed(tx, id, head, previous, from);
      const { earliest } = await this.invoices.issue(tx, { ...head, from, party });
      const horizon = await this.issuing.horizon(tx);
      const listedUntil = [horizon, earliest, ...listed.map((each) => each.earliest)]
        .filter(isText)
        .sort()[0] as string;
      const { entries, corrections } = counted.totals;
      const previousId = last?.id ?? null;
      const partySealed = this.reads.sealed(id, party);
      const made = { ...head, id, previousId, entries, corrections, listedUntil, partySealed, hash: counted.hash };
      await this.issuing.insert(tx, made, counted);
    });
  }

  /** Looks at all entries again, from the first on, should some be missing of those that are new by their identifiers. */
  private async listed(tx: Tx, id: Id<'stm'>, head: StatementHead, previous: readonly Balance[], from: string) {
    for (const start of new Set([from, FROM_THE_BEGINNING])) {
      const listed = await this.issuing.list(tx, id, head, head.endsAt, start);
      const counted = await this.counted(tx, id, head, previous);
      if (differences(counted.balances, listed).length === 0) return { counted, listed };
    }
    throw new Error(`The entries of ${head.sellerId} in ${head.currency} until ${head.period} are not its balances`);
  }

  private async counted(tx: Tx, id: string, head: StatementHead, previous: readonly Balance[]): Promise<Counted> {
    const [totals, csv, hash] = [new StatementTotals(), new StatementCsv(head), createHash('sha256')];
    hash.update(csv.top(previous.map(({ account, closing }) => ({ account, opening: closing }))));
    for await (const page of this.lines.all(id, head.startsAt, tx)) {
      for (const line of page) {
        totals.add(line);
        hash.update(csv.entry(line));
      }
    }
    const kinds = totals.kindTotals();
    hash.update(csv.bottom(kinds));
    return { totals, balances: totals.balances(previous), kinds, hash: hash.digest() };
  }
}

const isText = (text: string | null): text is string => text !== null;

/** What is on statements and what is too early for them is every entry of the account, and what they come to its balance. */
const differences = (balances: readonly Balance[], listed: readonly Listed[]): readonly Listed[] =>
  listed.filter(({ account, version, balance, early, earlyNet }) => {
    const of = balances.find((each) => each.account === account);
    return (of?.listed ?? 0) + early !== version || (of?.closing ?? 0) + earlyNet !== balance;
  });
