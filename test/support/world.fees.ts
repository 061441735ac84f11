import { randomUUID } from 'node:crypto';
import { bearer, type TestApp } from './app.js';
import type { Person } from './world.identity.js';
import { post } from './world.orders.js';

export interface FeeRuleBody {
  readonly id: string;
  readonly number: number;
  readonly version: number;
  readonly component: string;
  readonly bps?: number;
  readonly taxBps: number;
  readonly validFrom: string;
  readonly validUntil?: string;
  readonly replaces?: string;
}

export interface CouponBody {
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly redeemed: number;
}

const RULES = '/v1/finance/fee-rules';

export async function feeRule(app: TestApp, finance: Person, fields: object): Promise<FeeRuleBody> {
  const answer = await post(app, finance.token, RULES, fields);
  if (answer.status !== 201) throw new Error(`No fee rule was made: ${answer.text}`);
  return answer.body as FeeRuleBody;
}

/** A POST about something that was read at the version. */
export const postAt = (app: TestApp, token: string, path: string, version: number, body: object, key?: string) =>
  app.http
    .post(path)
    .set(bearer(token))
    .set('If-Match', `"v${version}"`)
    .set('Idempotency-Key', key ?? randomUUID())
    .send(body);

/** Tax on the goods of the seller and who keeps the shipping money. */
export async function saleTerms(app: TestApp, finance: Person, sellerId: string, taxBps: number, shippingTo: string) {
  const terms = { scope: 'seller', scopeId: sellerId, taxBps, shippingTo };
  const answer = await post(app, finance.token, '/v1/finance/sale-terms', terms);
  if (answer.status !== 201) throw new Error(`No terms of sale were made: ${answer.text}`);
}

let coupons = 0;

export const freshCode = (): string => `CODE-${process.pid}-${(coupons += 1)}`;

/** A coupon of the platform, which pays for it unless the fields say otherwise. */
export async function platformCoupon(app: TestApp, finance: Person, fields: object): Promise<CouponBody> {
  const answer = await post(app, finance.token, '/v1/finance/coupons', { code: freshCode(), ...fields });
  if (answer.status !== 201) throw new Error(`No coupon was made: ${answer.text}`);
  return answer.body as CouponBody;
}

/** A coupon that the seller pays for. */
export async function sellerCoupon(
  app: TestApp,
  seller: { sellerId: string; token: string },
  fields: object,
): Promise<CouponBody> {
  const path = `/v1/sellers/${seller.sellerId}/coupons`;
  const answer = await post(app, seller.token, path, { code: freshCode(), ...fields });
  if (answer.status !== 201) throw new Error(`No coupon was made: ${answer.text}`);
  return answer.body as CouponBody;
}

export const putCoupon = (app: TestApp, token: string, cartId: string, code: string) =>
  app.http.put(`/v1/carts/${cartId}/coupon`).set(bearer(token)).send({ code });

/** The lines of every journal of the sources, `['D psp_clearing 11500', …]`, by what happened. */
export async function journalsOf(app: TestApp, ...ids: string[]): Promise<Record<string, string[]>> {
  const rows = await app.sql<{ kind: string; lines: string[] }>(
    `select split_part(j.kind, ':', 1) as kind,
            array_agg(e.side || ' ' || a.type_code || ' ' || e.amount order by e.line) as lines
       from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
      where j.source_id = any($1::text[]) or j.seller_order_id::text = any($1::text[]) group by j.id`,
    [ids],
  );
  return Object.fromEntries(rows.map(({ kind, lines }) => [kind, lines]));
}
