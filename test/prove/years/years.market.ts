import { randomUUID } from 'node:crypto';
import { Clock } from '../../../src/kernel/index.js';
import type { TestApp } from '../../support/index.js';
import { disputed, heard, verdict } from '../../support/world.disputes.js';
import { buyer, staff } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';
import { deliver, openShop, paidSale, refund, units, type Sale, type Shop } from '../../support/world.refunds.js';

const LONG_AGO = '2020-01-01T00:00:00.000Z';
const TIERS = ['T0', 'T1', 'T2'] as const;
const DAY_MS = 86_400_000;

/** The same numbers for the same seed, from 0 to below 1 (Park and Miller 1988). */
export function chance(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
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
    for (let nth = 0; nth < sellers; nth += 1) {
      const shop = await openShop(app, { tier: TIERS[nth % TIERS.length], isKept: nth % 5 === 0 });
      shops.push({ ...shop, seller: { ...shop.seller, token: shop.seller.apiKey } });
    }
    return new YearsMarket(app, shops, chance(seed));
  }

  /** A month with one or two sales of every seller, to its last day, which is closed in the books. */
  async month(): Promise<void> {
    const { app } = this;
    // Sessions do not last for years.
    const ada = await buyer(app, { createdAt: LONG_AGO });
    for (const shop of this.shops) await this.sale({ ...shop, ada });
    await app.advance('P10D');
    for (const shop of this.shops) if (this.random() < 0.5) await this.sale({ ...shop, ada });
    await this.acrossMonthEnd();
    await this.confirmTiers();
  }

  private async sale(shop: Shop): Promise<void> {
    const [sale, fate] = [await paidSale(this.app, shop, 1 + Math.floor(this.random() * 5)), this.random()];
    this.count('sold');
    if (fate < 0.08) return this.cancel(shop, sale);
    await deliver(this.app, shop, sale);
    if (fate < 0.2) await this.giveBack(shop, sale, units(sale, 1));
    else if (fate < 0.28) await this.giveBack(shop, sale, { everything: true });
    else if (fate < 0.36) await this.takeBack(sale);
    else if (fate < 0.6) await this.confirm(shop, sale);
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
    if (this.random() < 0.5) await this.app.advance('P1D');
    const { status } = await refund(this.app, seller.token, sale, what);
    this.count(`refunded ${status}`);
  }

  private async takeBack({ paymentId }: Sale): Promise<void> {
    const reason = this.random() < 0.3 ? 'fraudulent' : 'product_not_received';
    const { status, body } = await disputed(this.app, paymentId, { reason });
    await heard(this.app);
    this.count(`disputed ${status}`);
    if (status !== 200) return;
    await this.app.advance('P1D');
    await verdict(this.app, String(body.id), this.random() < 0.5 ? 'won' : 'lost');
  }

  private async acrossMonthEnd(): Promise<void> {
    const now = this.app.get(Clock).now();
    const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1, 12));
    await this.app.advance(`P${Math.ceil((first.getTime() - now.getTime()) / DAY_MS)}D`);
    await this.app.provider.settle();
    await this.app.drain();
    const endsOn = new Date(first.getTime() - DAY_MS).toISOString().slice(0, 10);
    const finance = await staff(this.app, 'finance');
    const { status } = await post(this.app, finance.token, '/v1/finance/periods', { endsOn }, randomUUID());
    this.count(`month closed ${status}`);
  }

  /** What the nightly look at the sellers proposes is done. */
  private async confirmTiers(): Promise<void> {
    const risk = await staff(this.app, 'risk');
    const path = '/v1/risk/tier-proposals';
    const { data } = await get<{ data: { id: string; state: string }[] }>(this.app, risk.token, `${path}?limit=100`);
    for (const { id } of data.filter(({ state }) => state === 'proposed')) {
      const { status } = await post(this.app, risk.token, `${path}/${id}/confirmation`, {});
      this.count(`tier changed ${status}`);
    }
  }

  private count(what: string): void {
    this.tally[what] = (this.tally[what] ?? 0) + 1;
  }
}
