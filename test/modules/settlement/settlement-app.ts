import { randomUUID } from 'node:crypto';
import { Clock, fromWire, money, system } from '../../../src/kernel/index.js';
import { IdentityModule } from '../../../src/modules/identity/index.js';
import { Ledger, LedgerModule, paymentCapturedJournal } from '../../../src/modules/ledger/index.js';
import type { FrozenParts } from '../../../src/modules/orders/index.js';
import { PayoutApprovalsModule } from '../../../src/modules/payout-approvals/index.js';
import { PayoutFilesModule } from '../../../src/modules/payout-files/index.js';
import { SellersModule } from '../../../src/modules/sellers/index.js';
import { AssemblePayout } from '../../../src/modules/settlement/assemble-payout.js';
import { SettlementModule } from '../../../src/modules/settlement/index.js';
import { ReleaseEarnings } from '../../../src/modules/settlement/release-earnings.js';
import { RunPayouts } from '../../../src/modules/settlement/run-payouts.js';
import { StartEarning } from '../../../src/modules/settlement/start-earning.js';
import { UnitOfWork, type Tx } from '../../../src/platform/database/index.js';
import { MintModule } from '../../../src/sandbox/mint.module.js';
import { bearer, startApp, type StartOptions, type TestApp } from '../../support/index.js';
import { activeSeller, type ActiveSeller, type SellerFields } from '../../support/world.sellers.js';

/** Identity, sellers, the ledger and settlement; deliveries come from `delivered`. */
export function startSettlement({ modules = [], config }: StartOptions = {}): Promise<TestApp> {
  const own = [
    IdentityModule,
    SellersModule,
    LedgerModule,
    SettlementModule,
    PayoutApprovalsModule,
    PayoutFilesModule,
    MintModule,
  ];
  return startApp({ modules: [...own, ...modules], config });
}

/** Item 100.00, tax 20.00, shipping 10.00 kept by the platform, commission 10 %. */
export const PARTS: FrozenParts = {
  item: 10_000,
  tax: 2_000,
  shipping: 1_000,
  commission: 1_000,
  fixedFee: 0,
  paymentFee: 0,
  feeTax: 0,
  platformDiscount: 0,
  sellerDiscount: 0,
  shippingTo: 'platform',
  total: 13_000,
};

export const idOf = (seller: ActiveSeller): string => fromWire('sel', seller.sellerId) as string;

/** A seller order whose payment was captured and whose goods have just arrived. Returns its UUID. */
export async function delivered(
  app: TestApp,
  seller: ActiveSeller,
  parts: Partial<FrozenParts> = {},
  currency = 'USD',
  sellerOrderId: string = randomUUID(),
): Promise<string> {
  const [orderId, paymentId] = [randomUUID(), randomUUID()];
  const frozen = { ...PARTS, ...parts };
  const deliveredAt = app.get(Clock).now();
  const at = { effectiveAt: deliveredAt, actor: system('test'), refs: { orderId, sellerOrderId, paymentId } };
  await app
    .get(UnitOfWork)
    .run((tx) =>
      app.get(Ledger).post(tx, paymentCapturedJournal(paymentId, sellerOrderId, money(frozen.total, currency), at)),
    );
  const sellerId = idOf(seller);
  const delivery = { sellerOrderId, orderId, sellerId, paymentId, deliveredAt, currency, ruleVersion: '1' };
  await app.get(StartEarning).run({ ...delivery, parts: frozen });
  return sellerOrderId;
}

export interface BalanceBody {
  readonly currency: string;
  readonly [bucket: string]: unknown;
}

/** `{ pending: 9000, available: 0, … }`, in minor units. */
export async function balance(app: TestApp, seller: ActiveSeller, currency = 'USD'): Promise<Record<string, unknown>> {
  const answer = await app.http.get(`/v1/sellers/${seller.sellerId}/balance`).set(bearer(seller.token)).expect(200);
  const found = (answer.body.balances as BalanceBody[]).find((each) => each.currency === currency);
  const buckets = Object.entries(found ?? {}).filter(([name]) => name !== 'currency');
  return Object.fromEntries(
    buckets.map(([name, value]) => [name, (value as { amount?: number } | null)?.amount ?? value]),
  );
}

export const get = (app: TestApp, seller: ActiveSeller, path: string) => app.http.get(path).set(bearer(seller.token));

export interface PayoutBody {
  readonly id: string;
  readonly state: string;
  readonly amount: { amount: number; currency: string };
  readonly failureCode: string | null;
  readonly attempt: number;
  readonly retryOf: string | null;
}

/** Newest first. */
export async function payouts(app: TestApp, seller: ActiveSeller): Promise<PayoutBody[]> {
  const answer = await get(app, seller, `/v1/sellers/${seller.sellerId}/payouts`).expect(200);
  return answer.body.data as PayoutBody[];
}

/** What the bank has in its books for the payouts of the seller, oldest first. */
export function bankBooks(app: TestApp, seller: ActiveSeller): Promise<{ state: string; amount: number }[]> {
  return app.sql(
    `select b.state, b.amount::int from sandbox_provider.payouts b join payouts p on p.id::text = b.reference
      where p.seller_id = $1 order by b.created_at`,
    [idOf(seller)],
  );
}

/** How many journals of each kind are about the seller. */
export function journalKinds(app: TestApp, seller: ActiveSeller): Promise<{ kind: string; count: number }[]> {
  return app.sql(`select kind, count(*)::int from ledger.journal where seller_id = $1 group by kind order by kind`, [
    idOf(seller),
  ]);
}

export const now = (app: TestApp): Date => app.get(Clock).now();

/** Ends the hold of delivered seller orders at once. */
export async function released(app: TestApp, ...sellerOrderIds: string[]): Promise<void> {
  await app.sql(`update earnings set release_at = $2 where id = any($1::uuid[])`, [sellerOrderIds, now(app)]);
  for (const id of sellerOrderIds) await app.get(ReleaseEarnings).run(id);
}

/** A seller of tier T1 with 90.00 available for each earning, and a bank account that has cooled off. */
export async function funded(app: TestApp, fields: SellerFields = {}, earnings = 1): Promise<ActiveSeller> {
  const seller = await activeSeller(app, { tier: 'T1', ...fields });
  const ids: string[] = [];
  for (let i = 0; i < earnings; i += 1) ids.push(await delivered(app, seller));
  await released(app, ...ids);
  await app.sql(
    `update seller_payout_accounts set changed_at = changed_at - interval '72 hours' where seller_id = $1`,
    [idOf(seller)],
  );
  return seller;
}

export const runPayouts = (app: TestApp): Promise<void> => app.get(RunPayouts).run(now(app));

/** Everything that follows, with the messages of the bank. */
export async function settled(app: TestApp): Promise<void> {
  await app.drain();
  await app.provider.settle();
  await app.drain();
}

/** A payout of everything available, and something that happens before the bank is asked. */
export async function approvedPayout(
  app: TestApp,
  seller: ActiveSeller,
  meanwhile: (tx: Tx) => Promise<unknown>,
): Promise<void> {
  const terms = { payoutCadence: 'daily', manualFirstPayout: false, minimum: 1, retained: 0 } as const;
  const order = { sellerId: idOf(seller), currency: 'USD', terms, runAt: now(app) };
  await app.get(UnitOfWork).run(async (tx) => {
    await app.get(AssemblePayout).run(tx, order);
    await meanwhile(tx);
  });
}
