import { randomUUID } from 'node:crypto';
import { Clock, toWire, type Id } from '../../src/kernel/index.js';
import { labelOf } from '../../src/modules/net-terms/invoice.domain.js';
import { ProposeTiers } from '../../src/modules/tiers/propose-tiers.js';
import type { TestApp } from './app.js';
import type { Command, CommandKind } from './trade.commands.js';
import { company, creditLine, USD, type Company } from './world.companies.js';
import { platformCoupon, putCoupon, sellerCoupon } from './world.fees.js';
import type { Person } from './world.identity.js';
import { ADDRESS, type CartBody } from './world.orders.js';
import type { ActiveSeller } from './world.sellers.js';

/** What the steps of a market share. */
export interface Desk {
  readonly app: TestApp;
  readonly finance: Person;
  readonly analyst: Person;
  readonly sellers: readonly ActiveSeller[];
  readonly variantIds: readonly string[];
  /** Opens a cart of some of the goods; counted like every other answer. */
  cart(command: Command, person: Person): Promise<CartBody | undefined>;
  send(kind: CommandKind, token: string, path: string, body?: object): Promise<object | undefined>;
}

interface OpenInvoice {
  readonly number: number;
  readonly entity: string;
  readonly open: number;
}

const COMPANIES = 3;
const OPEN_INVOICES = `
select i.legal_entity as entity, i.number::int, (i.total - i.paid - i.reduced - i.written_off)::float8 as open
  from account_invoices i where i.state in ('issued', 'partially_paid', 'overdue') order by i.id`;
const POSITION = `
select coalesce(sum(credit - debit), 0)::float8 as amount from ledger.account_balance
 where type_code = 'fx_position' and currency = $1`;

/** Companies that pay later, currencies, discounts and tiers: what comes beside buying with a card. */
export class CreditTrade {
  private constructor(
    private readonly desk: Desk,
    private readonly companies: readonly Company[],
    private readonly coupons: readonly string[],
  ) {}

  static async open(desk: Desk): Promise<CreditTrade> {
    const { app, finance, sellers } = desk;
    const companies: Company[] = [];
    for (let nth = 0; nth < COMPANIES; nth += 1) {
      const buying = await company(app);
      await creditLine(app, finance, buying, { limit: USD(5_000_000), termDays: 60 });
      companies.push(buying);
    }
    const [seller] = sellers;
    const shared = await platformCoupon(app, finance, { percentBps: 1_000, platformBps: 6_000 });
    const whole = await platformCoupon(app, finance, { percentBps: 500 });
    const own = seller && (await sellerCoupon(app, seller, { percentBps: 2_000 }));
    return new CreditTrade(desk, companies, [shared.code, whole.code, ...(own ? [own.code] : [])]);
  }

  /** Those who order for companies. */
  get buyers(): readonly Person[] {
    return this.companies.map(({ admin }) => admin);
  }

  async order(command: Command): Promise<void> {
    const { companyId, admin } = this.companies[command.pick % this.companies.length] as Company;
    const cart = await this.desk.cart(command, admin);
    const terms = { paymentMethod: 'on_account', companyId };
    if (cart) await this.place(command.kind, admin, cart, terms);
  }

  async discounted(command: Command, person: Person): Promise<void> {
    const cart = await this.desk.cart(command, person);
    if (!cart) return;
    await putCoupon(this.desk.app, person.token, cart.id, this.coupons[command.dice % this.coupons.length] ?? '');
    await this.place(command.kind, person, cart);
  }

  async inEuros(command: Command, person: Person): Promise<void> {
    const cart = await this.desk.cart(command, person);
    if (cart) await this.place(command.kind, person, cart, { paymentCurrency: 'EUR' });
  }

  private async place(kind: CommandKind, person: Person, cart: CartBody, terms: object = {}): Promise<void> {
    await this.desk.send(kind, person.token, '/v1/orders', { cartId: cart.id, shippingAddress: ADDRESS, ...terms });
  }

  /** A company pays an invoice, or a part of it, or more than is owed. */
  async transfer({ kind, pick, dice }: Command): Promise<void> {
    const invoices = await this.desk.app.sql<OpenInvoice>(OPEN_INVOICES);
    const invoice = invoices[pick % Math.max(invoices.length, 1)];
    if (!invoice) return;
    const amount = [invoice.open, Math.ceil(invoice.open / 3), invoice.open + 500][dice % 3] ?? invoice.open;
    await this.receive(kind, invoice, amount);
  }

  private async receive(kind: CommandKind, { entity, number }: OpenInvoice, amount: number): Promise<void> {
    const remittance = labelOf('INV', entity, number);
    const valueOn = this.desk.app.get(Clock).now().toISOString().slice(0, 10);
    const line = { valueOn, remittance, externalLineId: randomUUID() };
    await this.desk.send(kind, this.desk.finance.token, '/v1/finance/bank-receipts', { amount: USD(amount), ...line });
  }

  /** Nobody owes anything any more. */
  async payInvoices(): Promise<void> {
    for (const invoice of await this.desk.app.sql<OpenInvoice>(OPEN_INVOICES)) {
      await this.receive('transfer', invoice, invoice.open);
    }
  }

  async rate({ kind, dice }: Command): Promise<void> {
    const rate = { from: 'EUR', to: 'USD', rate: { num: 10_000 + (dice % 2_000), den: 10_000 }, spreadBps: 15 };
    await this.desk.send(kind, this.desk.finance.token, '/v1/finance/fx/rates', { ...rate, provider: 'random' });
  }

  /** Treasury sells euros that were paid in: some, all, or more than there are. */
  async deal({ kind, dice }: Command): Promise<void> {
    const [position] = await this.desk.app.sql<{ amount: number }>(POSITION, ['EUR']);
    const euros = Math.max(1, Math.ceil(((position?.amount ?? 0) * (1 + (dice % 4))) / 3));
    const sold = { amount: euros, currency: 'EUR' };
    const body = { sold, received: USD(Math.max(1, Math.round(euros * 1.08))), bankReference: randomUUID() };
    await this.desk.send(kind, this.desk.finance.token, '/v1/finance/fx/deals', body);
  }

  /** Risk looks at a seller, confirms what the nightly look proposes, or restricts it. */
  async tier({ kind, pick, dice }: Command): Promise<void> {
    const { app, analyst, sellers } = this.desk;
    const seller = sellers[pick % sellers.length];
    const path = `/v1/risk/sellers/${seller?.sellerId}`;
    if (dice % 5 === 0) {
      await this.desk.send(kind, analyst.token, `${path}/tier-restriction`, { reason: 'Too much came back.' });
      return;
    }
    await app.get(ProposeTiers).run();
    const [open] = await app.sql<{ id: Id<'tpr'> }>(
      `select id from tier_proposals where state = 'open' order by id limit 1`,
    );
    if (!open) {
      await this.desk.send(kind, analyst.token, `${path}/tier-evaluation`);
      return;
    }
    const id = toWire('tpr', open.id);
    await this.desk.send(kind, analyst.token, `/v1/risk/tier-proposals/${id}/confirmation`, {});
  }
}
