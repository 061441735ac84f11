import { Injectable } from '@nestjs/common';
import { Clock, money, toWire } from '../../kernel/index.js';
import { Cursors, MoneyView, type Page, type PageQuery } from '../../platform/http/index.js';
import { placeName } from '../ledger/index.js';
import type { BookFault } from './book-fault.domain.js';
import type { BookCheckView, BookFaultView, ClearingQuery, CoverageView, UnclearedView } from './watch.dto.js';
import { WatchRepository, type CheckRow, type UnclearedRow } from './watch.repository.js';

@Injectable()
export class WatchQueries {
  constructor(
    private readonly watch: WatchRepository,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async uncleared({ account, cursor, limit }: ClearingQuery): Promise<Page<UnclearedView>> {
    const key = `books.clearing:${account ?? ''}`;
    const [after] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.watch.uncleared(this.clock.now(), account ?? null, after ?? null, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.accountId]);
    return { ...page, data: page.data.map(unclearedView) };
  }

  async coverage(): Promise<CoverageView> {
    const currencies = (await this.watch.coverage()).map((row) => ({
      ...row,
      surplus: row.assets - row.liabilities,
      isCovered: row.assets >= row.liabilities,
    }));
    return { asOf: this.clock.now().toISOString(), isCovered: currencies.every((each) => each.isCovered), currencies };
  }

  async checks({ cursor, limit }: PageQuery): Promise<Page<BookCheckView>> {
    const key = 'books.checks';
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.watch.checks(before ?? null, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { ...page, data: page.data.map(checkView) };
  }
}

const unclearedView = ({ accountId, currency, balance, overdue, since, ...row }: UnclearedRow): UnclearedView => ({
  ...row,
  ownerName: placeName(row.account, row.owner),
  accountId: toWire('acc', accountId),
  balance: MoneyView.of(money(balance, currency)),
  overdue: MoneyView.of(money(overdue, currency)),
  unclearedSinceAt: since.toISOString(),
});

const faultView = ({ kind, journalId, line, field, subject }: BookFault): BookFaultView => ({
  kind,
  journalId: journalId === undefined ? null : toWire('jnl', journalId),
  line: line ?? null,
  field: field ?? null,
  subject: subject ?? null,
});

export const checkView = ({ id, ranAt, faults, faultCount, ...row }: CheckRow): BookCheckView => ({
  ...row,
  id: toWire('chk', id),
  ranAt: ranAt.toISOString(),
  isWhole: faultCount === 0,
  faultCount,
  faults: faults.map(faultView),
});
