import type { TestApp } from '../../support/index.js';
import { post } from '../../support/world.orders.js';

/** Something that somebody does, or that falls due; says what the answer was. */
export type Verb = () => Promise<string>;

/** What everybody may do at one moment of a trade. Each of them is done beside each of the others. */
export interface Situation {
  readonly name: string;
  /** Makes the moment anew, with what may be done in it. */
  readonly at: (app: TestApp) => Promise<Readonly<Record<string, Verb>>>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export const told = ({ status, body }: Answer): string => {
  const code = (body as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? `${status} ${code}` : String(status);
};

/** A POST, and what follows from it. */
export const asking =
  (app: TestApp, token: string, path: string, body: object = {}): Verb =>
  async () =>
    told(await post(app, token, path, body));

/** Something that the marketplace does by itself. */
export const running =
  (work: () => Promise<unknown>): Verb =>
  () =>
    work().then(
      () => 'done',
      (error: unknown) => (error as { code?: string }).code ?? (error as Error).name,
    );

const STATES = [
  ...['seller_orders', 'payments', 'payment_attempts', 'refunds', 'payouts', 'chargebacks', 'seller_holds', 'earnings'],
  ...['stock_reservations', 'account_invoices', 'credit_lines', 'invoice_write_offs', 'write_offs', 'tier_proposals'],
  ...['release_holds'],
];

const STAND = `
${STATES.map((table) => `select '${table} ' || state as what, count(*)::float8 as much from ${table} group by state`).join(' union all ')}
union all select 'journals ' || source_type || ' ' || split_part(kind, ':', 1), count(*) from ledger.journal group by 1
union all select a.type_code || ' ' || e.currency, sum(case e.side when 'D' then e.amount else -e.amount end)
            from ledger.entry e join ledger.account a on a.id = e.account_id group by 1
union all select 'on hand', sum(on_hand) from stock_counters
union all select 'reserved', sum(reserved) from stock_counters
union all select 'captured', sum(captured) from payments
union all select 'refunded', sum(refunded) from payments
union all select 'charged back', sum(charged_back) from payments
union all select 'lots open', count(*) from reserve_lots where released_at is null
union all select 'taken of lots', sum(taken) from reserve_lots
union all select 'taken of earnings', sum(taken) from earnings
union all select 'held', sum(held) from seller_holds
union all select 'blocks open', count(*) from earning_blocks where closed_at is null
union all select 'refunded units', sum(refunded_units) from order_lines
union all select 'paid invoices', sum(paid) from account_invoices
union all select 'reduced invoices', sum(reduced) from account_invoices
union all select 'applied receipts', sum(applied) from account_receipts
union all select 'returned receipts', sum(returned) from account_receipts
union all select 'credit used', sum(used) from credit_lines
union all select 'evidence', count(*) from chargeback_evidence
union all select 'deals', count(*) from fx_deals
union all select 'rates', count(*) from fx_rates
union all select 'locked quotes', count(*) from fx_quotes where locked_at is not null
union all select 'in files', count(*) from payout_batch_items
union all select 'matches', count(*) from reconciliation_matches
union all select 'tier changes', count(*) from tier_changes
union all select 'approvals', count(*) from payout_approvals
union all select 'shipments', count(*) from shipments
union all select 'redeemed', sum(redeemed) from coupons
union all select 'disputed at the bank ' || state, count(*) from sandbox_provider.disputes group by state
union all select 'refunded by the provider', sum(refunded) from sandbox_provider.charges
union all select 'captured by the provider', sum(captured) from sandbox_provider.charges
union all select 'undone work', count(*) from outbox_deliveries where state <> 'done'`;

type Stand = ReadonlyMap<string, number>;

/** Where everything stands, as sums and counts. */
export async function standOf(app: TestApp): Promise<Stand> {
  const rows = await app.sql<{ what: string; much: number | string | null }>(STAND);
  return new Map(rows.map(({ what, much }) => [what, Number(much)]));
}

/** `on hand -1, payments captured +1` */
export const changeOf = (before: Stand, after: Stand): string =>
  [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((what): [string, number] => [what, (after.get(what) ?? 0) - (before.get(what) ?? 0)])
    .filter(([, change]) => change !== 0)
    .map(([what, change]) => `${what} ${change > 0 ? '+' : ''}${change}`)
    .join(', ');
