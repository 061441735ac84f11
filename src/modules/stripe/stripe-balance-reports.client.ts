import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { csvRecord } from '../../platform/documents/index.js';
import { ReportSource, ReportUnavailable, type BalanceReport } from '../balance-reports/index.js';
import {
  BALANCE_COLUMNS,
  readBalanceTransaction,
  readPage,
  type BalanceTransaction,
} from './balance-transaction.domain.js';
import { StripeApi } from './stripe.api.js';

const TRANSACTIONS = '/v1/balance_transactions';
/** With their sources a hundred of them may be more than an answer is read of. */
const A_PAGE = 50;
/** As many as a file of reconciliation may have lines. */
const MOST = 100_000;
const DAY_SECONDS = 86_400;

/** What happened on our balance at Stripe, from the list of balance transactions: newest first, page by page. */
@Injectable()
export class StripeBalanceReports extends ReportSource {
  readonly kind = 'provider';
  readonly provider = 'stripe';

  constructor(private readonly api: StripeApi) {
    super();
  }

  async fetch(day: string): Promise<BalanceReport> {
    const lines = (await this.all(day)).map(({ record }) => csvRecord(record));
    const file = Readable.from([csvRecord(BALANCE_COLUMNS), ...lines], { objectMode: false });
    return { file, spec: { format: 'stripe_balance_csv', encoding: 'utf-8' } };
  }

  private async all(day: string): Promise<BalanceTransaction[]> {
    const from = Date.parse(`${day}T00:00:00Z`) / 1_000;
    const found = new Map<string, BalanceTransaction>();
    let after: string | undefined;
    do {
      const query = {
        ...{ created: { gte: from, lt: from + DAY_SECONDS }, limit: A_PAGE, expand: ['data.source'] },
        starting_after: after,
      };
      const answer = await this.api.get(TRANSACTIONS, query, readPage(readBalanceTransaction));
      if (answer.kind !== 'done') throw new ReportUnavailable({ why: whyOf(answer) });
      const { entries, hasMore } = answer.object;
      const fresh = entries.filter(({ id }) => !found.has(id));
      if (fresh.length < entries.length || (hasMore && fresh.length === 0))
        throw new ReportUnavailable({ why: 'repeats' });
      for (const each of fresh) found.set(each.id, each);
      if (found.size > MOST) throw new ReportUnavailable({ why: 'too_many' });
      after = hasMore ? entries.at(-1)?.id : undefined;
    } while (after !== undefined);
    return [...found.values()].reverse();
  }
}

type NotDone =
  { readonly kind: 'unknown'; why: string } | { readonly kind: 'refused'; code: string } | { kind: 'absent' };

const whyOf = (answer: NotDone): string =>
  answer.kind === 'unknown' ? answer.why : answer.kind === 'refused' ? answer.code : 'absent';
