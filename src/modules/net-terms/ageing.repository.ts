import { Injectable } from '@nestjs/common';
import { Db, statement } from '../../platform/database/index.js';

/** What a company owes in a currency, by days since it was due; minor units. */
export interface AgeingRow {
  readonly companyId: string;
  readonly currency: string;
  readonly current: number;
  readonly days1To30: number;
  readonly days31To60: number;
  readonly days61To90: number;
  readonly over90Days: number;
  readonly total: number;
  readonly inLedger: number;
  readonly credit: number;
}

type Page = [now: Date, companyId: string | null, company: string | null, currency: string | null, limit: number];

const OPEN = '(i.total - i.paid - i.reduced - i.written_off)';
const due = (days: number): string => `$1::timestamptz - interval '${days} days'`;
const between = (older: number, younger: number): string =>
  `coalesce(sum(${OPEN}) filter (where i.due_at > ${due(older)} and i.due_at <= ${due(younger)}), 0)::bigint`;

const page = statement<Page, AgeingRow>(
  'net-terms.ageing',
  `with aged as (
     select i.company_id, i.currency,
            coalesce(sum(${OPEN}) filter (where i.due_at > $1), 0)::bigint as not_due,
            ${between(30, 0)} as to_30, ${between(60, 30)} as to_60, ${between(90, 60)} as to_90,
            coalesce(sum(${OPEN}) filter (where i.due_at <= ${due(90)}), 0)::bigint as older,
            sum(${OPEN})::bigint as total
       from account_invoices i where i.state in ('issued', 'partially_paid', 'overdue') group by 1, 2)
   select company_id as "companyId", currency, coalesce(not_due, 0) as current, coalesce(to_30, 0) as "days1To30",
          coalesce(to_60, 0) as "days31To60", coalesce(to_90, 0) as "days61To90", coalesce(older, 0) as "over90Days",
          coalesce(total, 0) as total, coalesce(owed, 0) as "inLedger", coalesce(credit, 0) as credit
     from aged full join company_receivables r using (company_id, currency)
    where (coalesce(total, 0) <> 0 or coalesce(owed, 0) <> 0 or coalesce(credit, 0) <> 0)
      and ($2::uuid is null or company_id = $2)
      and ($3::uuid is null or (company_id, currency) > ($3::uuid, $4::char(3)))
    order by company_id, currency limit $5`,
);

@Injectable()
export class AgeingRepository {
  constructor(private readonly db: Db) {}

  page(
    now: Date,
    companyId: string | undefined,
    after: readonly [string, string] | undefined,
    limit: number,
  ): Promise<AgeingRow[]> {
    return this.db.query(page, [now, companyId ?? null, after?.[0] ?? null, after?.[1] ?? null, limit]);
  }
}
