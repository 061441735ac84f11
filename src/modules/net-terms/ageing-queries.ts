import { Injectable } from '@nestjs/common';
import { Clock, money, toWire, type Actor, type Id } from '../../kernel/index.js';
import { Cursors, MoneyView, type Page, type PageQuery } from '../../platform/http/index.js';
import { Companies } from '../companies/index.js';
import { AgeingRepository, type AgeingRow } from './ageing.repository.js';
import type { AgeingView } from './invoices.dto.js';

/** What companies owe, by age. */
@Injectable()
export class AgeingQueries {
  constructor(
    private readonly companies: Companies,
    private readonly ages: AgeingRepository,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async all({ cursor, limit }: PageQuery): Promise<Page<AgeingView>> {
    const key = 'net-terms.ageing';
    const after = this.cursors.read<[string, string]>(cursor, key);
    const rows = await this.ages.page(this.clock.now(), undefined, after, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.companyId, last.currency]);
    return { ...page, data: page.data.map(ageingView) };
  }

  /** @throws NotFound unless the caller is a member of the company or of finance */
  async ofCompany(actor: Actor, companyId: Id<'cmp'>, { cursor, limit }: PageQuery): Promise<Page<AgeingView>> {
    await this.companies.assertSees(actor, companyId);
    const key = `net-terms.ageing:${companyId}`;
    const after = this.cursors.read<[string, string]>(cursor, key);
    const rows = await this.ages.page(this.clock.now(), companyId, after, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.companyId, last.currency]);
    return { ...page, data: page.data.map(ageingView) };
  }
}

function ageingView(row: AgeingRow): AgeingView {
  const view = (amount: number): MoneyView => MoneyView.of(money(amount, row.currency));
  return {
    companyId: toWire('cmp', row.companyId),
    currency: row.currency,
    current: view(row.current),
    days1To30: view(row.days1To30),
    days31To60: view(row.days31To60),
    days61To90: view(row.days61To90),
    over90Days: view(row.over90Days),
    total: view(row.total),
    inLedger: view(row.inLedger),
    credit: view(row.credit),
  };
}
