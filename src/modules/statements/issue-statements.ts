import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { Parties } from '../fee-invoices/index.js';
import { IssueStatement } from './issue-statement.js';
import { IssuingRepository, type SellerCurrency } from './issuing.repository.js';
import { lastEnded, month, monthOf, monthsBetween, nextOf, type Month } from './period.domain.js';

const PAGE = 500;

/** Every statement that is due: one for each seller, currency and month since its first entry. */
@Injectable()
export class IssueStatements {
  constructor(
    private readonly clock: Clock,
    private readonly issuing: IssuingRepository,
    private readonly issue: IssueStatement,
    private readonly parties: Parties,
  ) {}

  /** Of all months that are over. A seller whose statement cannot be made keeps no other waiting. */
  async run(): Promise<void> {
    const until = lastEnded(this.clock.now());
    const failures: unknown[] = [];
    let page: (SellerCurrency & { readonly last: string | null })[] = [];
    do {
      page = await this.issuing.candidates(page.at(-1), PAGE);
      for (const each of page) {
        try {
          await this.ofSeller(each, each.last, until);
        } catch (error) {
          failures.push(error);
        }
      }
    } while (page.length === PAGE);
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} statements could not be issued`);
  }

  /** Those of one seller until the month, which has to be over. */
  async until(of: SellerCurrency, until: Month): Promise<void> {
    await this.ofSeller(of, await this.issuing.lastPeriod(of), until);
  }

  /** Month by month, since each opens with what the one before it closed with. `last` is the last that is issued. */
  private async ofSeller({ sellerId, currency }: SellerCurrency, last: string | null, until: Month): Promise<void> {
    if (last !== null && last >= until) return;
    const of = { sellerId, currency };
    const first = last === null ? await this.firstOf(of) : nextOf(month(last));
    if (first === undefined || first > until) return;
    const party = await this.parties.of(sellerId);
    for (const period of monthsBetween(first, until)) await this.issue.run(of, period, party);
  }

  private async firstOf(of: SellerCurrency): Promise<Month | undefined> {
    const at = await this.issuing.begunAt(of);
    return at && monthOf(at);
  }
}
