import { randomUUID } from 'node:crypto';
import { Clock, plus } from '../../../src/kernel/index.js';
import { NotQuiet } from '../../../src/platform/messaging/index.js';
import type { TestApp } from '../../support/index.js';
import { disputed, heard, verdict } from '../../support/world.disputes.js';
import { buyer, staff } from '../../support/world.identity.js';
import { foreignSale } from '../../support/world.fx.js';
import { get, post, type MoneyBody } from '../../support/world.orders.js';
import { approveDrafts, approvers } from '../../support/world.payouts.js';
import { deliver, openShop, paidSale, refund, units, type Sale, type Shop } from '../../support/world.refunds.js';

const LONG_AGO = '2020-01-01T00:00:00.000Z';
const TIERS = ['T0', 'T1', 'T2'] as const;
/** So that a seller of some months can be proposed for the next tier, and one of many complaints for another one. */
const THRESHOLDS = {
  ...{ windowDays: 365, standardMinAgeDays: 30, standardMinDelivered: 2, trustedMinAgeDays: 120 },
  ...{ trustedDisputeBps: 1_500, trustedLateBps: 10_000, restrictedDisputeBps: 4_000, verificationDays: 1_095 },
};
const DAY_MS = 86_400_000;
/** Sales under way at the same time, all of one buyer. */
const AT_ONCE = 6;

/** What is to become of a sale. */
interface Plan {
  readonly isForeign: boolean;
  readonly quantity: number;
  readonly fate: number;
  readonly isLate: boolean;
  readonly isFraud: boolean;
  readonly isWon: boolean;
}

/** What happens on the day after. */
type Later = () => Promise<void>;

/** The same numbers for the same seed, from 0 to below 1 (Park and Miller 1988). */
export function chance(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** What a night has to do for many sellers may take longer than anybody should wait for an answer. */
const PATIENCE = 20;

export async function advance(app: TestApp, duration: string): Promise<void> {
  const target = plus(app.get(Clock).now(), duration);
  for (let again = 1; ; again += 1) {
    try {
      return await app.advanceTo(target);
    } catch (error) {
      if (!(error instanceof NotQuiet) || again === PATIENCE) throw error;
    }
  }
}

/** Sellers over years: sales and what becomes of them, month by month. */
export class YearsMarket {
  /** What happened how often. */
  readonly tally: Record<string, number> = {};

  private constructor(
    private readonly app: TestApp,
    private readonly shops: readonly Shop[],
    private readonly random: () => number,
  ) {}

  static async open(app: TestApp, sellers: number, seed: number): Promise<YearsMarket> {
    const shops: Shop[] = [];
    const set = await post(app, (await staff(app, 'risk')).token, '/v1/risk/tier-thresholds', THRESHOLDS);
    if (set.status !== 201) throw new Error(`No thresholds: ${set.text}`);
    for (let nth = 0; nth < sellers; nth += 1) {
      const shop = await openShop(app, { tier: TIERS[nth % TIERS.length], isKept: nth % 5 === 0 });
      shops.push({ ...shop, seller: { ...shop.seller, token: shop.seller.apiKey } });
    }
    return new YearsMarket(app, shops, chance(seed));
  }

  /** A month with one or two sales of every seller, to its last day, which is closed in the books. */
  async month(): Promise<void> {
    await this.newRate();
    await this.sales(this.shops);
    await advance(this.app, 'P10D');
    await this.sales(this.shops.filter(() => this.random() < 0.5));
    await this.acrossMonthEnd();
    await this.confirmTiers();
  }

  /** A sale of each of these, some at a time, and on the next day what comes of it later. */
  private async sales(shops: readonly Shop[]): Promise<void> {
    const planned = shops.map((shop) => ({ shop, plan: this.plan() }));
    const later: Later[] = [];
    for (let from = 0; from < planned.length; from += AT_ONCE) {
      // Sessions do not last for years.
      const ada = await buyer(this.app, { createdAt: LONG_AGO });
      const some = planned.slice(from, from + AT_ONCE);
      await Promise.all(
        some.map(async ({ shop, plan }) => {
          const next = await this.sale({ ...shop, ada }, plan);
          if (next) later.push(next);
        }),
      );
    }
    await advance(this.app, 'P1D');
    for (const next of later) await next();
  }

  private plan(): Plan {
    const { random } = this;
    return {
      isForeign: random() < 0.25,
      quantity: 1 + Math.floor(random() * 5),
      fate: random(),
      isLate: random() < 0.5,
      isFraud: random() < 0.3,
      isWon: random() < 0.5,
    };
  }

  private async sale(shop: Shop, plan: Plan): Promise<Later | undefined> {
    const { isForeign, quantity, fate } = plan;
    const sale = isForeign ? await foreignSale(this.app, shop) : await paidSale(this.app, shop, quantity);
    this.count(isForeign ? 'sold in euros' : 'sold');
    if (fate < 0.08) return void (await this.cancel(shop, sale));
    await deliver(this.app, shop, sale);
    if (fate < 0.28) {
      const giveBack = (): Promise<void> =>
        this.giveBack(shop, sale, fate < 0.2 ? units(sale, 1) : { everything: true });
      return plan.isLate ? giveBack : void (await giveBack());
    }
    if (fate < 0.36) return this.takeBack(sale, plan);
    if (fate < 0.6) await this.confirm(shop, sale);
    return undefined;
  }

  private async cancel({ ada }: Shop, { sellerOrderId }: Sale): Promise<void> {
    const { status } = await post(this.app, ada.token, `/v1/seller-orders/${sellerOrderId}/cancellation`);
    this.count(`cancelled ${status}`);
  }

  private async confirm({ ada }: Shop, { sellerOrderId }: Sale): Promise<void> {
    const { status } = await post(this.app, ada.token, `/v1/seller-orders/${sellerOrderId}/confirmation`);
    this.count(`confirmed ${status}`);
  }

  /** Half of the refunds come when the money has been released or paid out. */
  private async giveBack({ seller }: Shop, sale: Sale, what: object): Promise<void> {
    const { status } = await refund(this.app, seller.token, sale, what);
    this.count(`refunded ${status}`);
  }

  private async takeBack({ paymentId }: Sale, { isFraud, isWon }: Plan): Promise<Later | undefined> {
    const reason = isFraud ? 'fraudulent' : 'product_not_received';
    const { status, body } = await disputed(this.app, paymentId, { reason });
    await heard(this.app);
    this.count(`disputed ${status}`);
    if (status !== 200) return undefined;
    return () => verdict(this.app, String(body.id), isWon ? 'won' : 'lost');
  }

  private async acrossMonthEnd(): Promise<void> {
    const now = this.app.get(Clock).now();
    const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1, 12));
    await advance(this.app, `P${Math.ceil((first.getTime() - now.getTime()) / DAY_MS)}D`);
    await this.app.provider.settle();
    await this.app.drain();
    const endsOn = new Date(first.getTime() - DAY_MS).toISOString().slice(0, 10);
    await this.settleOutside();
    const finance = await staff(this.app, 'finance');
    const { status } = await post(this.app, finance.token, '/v1/finance/periods', { endsOn }, randomUUID());
    this.count(`month closed ${status}`);
  }

  /** Payouts are approved, treasury closes its positions, the provider pays what it has, and both report. */
  async settleOutside(): Promise<void> {
    const { app } = this;
    const people = await approvers(app);
    this.count('payouts approved', await approveDrafts(app, people));
    await this.deal(people[0]);
    await fetch(new URL('/settlements', app.provider.url), { method: 'POST' });
    for (const format of ['balance_csv', 'bank_csv']) {
      const { status } = await app.http.post('/v1/sandbox/statements').send({ format });
      this.count(`reported ${status}`);
    }
    await app.drain();
  }

  /** The euro is worth something else every month. */
  private async newRate(): Promise<void> {
    const rate = { num: 10_000 + Math.floor(this.random() * 2_000), den: 10_000 };
    const { token } = await staff(this.app, 'finance');
    const body = { from: 'EUR', to: 'USD', rate, spreadBps: 15, provider: 'years' };
    this.count(`rate ${(await post(this.app, token, '/v1/finance/fx/rates', body)).status}`);
  }

  /** What the position is short of is bought for what it has too much of. */
  private async deal({ token }: { token: string }): Promise<void> {
    const path = '/v1/finance/fx/positions';
    const { data } = await get<{ data: { pair: string; amounts: MoneyBody[] }[] }>(this.app, token, path);
    const [one, other] = data.find(({ pair }) => pair === 'EUR-USD')?.amounts ?? [];
    if (!one || !other || one.amount === 0) return;
    const [sold, received] = one.amount < 0 ? [one, other] : [other, one];
    const abs = ({ amount, currency }: MoneyBody): MoneyBody => ({ amount: Math.abs(amount), currency });
    const body = { sold: abs(sold), received: abs(received), bankReference: randomUUID() };
    this.count(`deal ${(await post(this.app, token, '/v1/finance/fx/deals', body)).status}`);
  }

  /** What the nightly look at the sellers proposes is done. */
  private async confirmTiers(): Promise<void> {
    const risk = await staff(this.app, 'risk');
    const path = '/v1/risk/tier-proposals';
    const { data } = await get<{ data: { id: string; state: string }[] }>(this.app, risk.token, `${path}?limit=100`);
    for (const { id } of data.filter(({ state }) => state === 'open')) {
      const { status } = await post(this.app, risk.token, `${path}/${id}/confirmation`, {});
      this.count(`tier changed ${status}`);
    }
  }

  private count(what: string, times = 1): void {
    this.tally[what] = (this.tally[what] ?? 0) + times;
  }
}
