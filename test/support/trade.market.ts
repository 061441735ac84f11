import { Clock, toWire, type Prefix } from '../../src/kernel/index.js';
import { RunPayouts } from '../../src/modules/settlement/run-payouts.js';
import type { TestApp } from './app.js';
import type { Command, CommandKind } from './trade.commands.js';
import { buyer, staff, type Person } from './world.identity.js';
import { activeListing } from './world.listings.js';
import { ADDRESS, get, parcel, post, type CartBody } from './world.orders.js';
import { CreditTrade } from './trade.credit.js';
import { approveDrafts, approvers } from './world.payouts.js';
import { activeSeller, type ActiveSeller } from './world.sellers.js';

const LONG_AGO = '2020-01-01T00:00:00.000Z';
const SHOPPERS = 24;
const TIERS = ['T1', 'T2', 'T3'] as const;
/** The last is sold out before the end; the one before it is dear enough to be held. */
const SHELVES = [
  { price: 1_999, shipping: 499, stock: 500 },
  { price: 24_900, shipping: 0, stock: 500 },
  { price: 330_000, shipping: 1_200, stock: 500 },
  { price: 700, shipping: 350, stock: 12 },
];
const CARDS = [
  ...['approve', 'approve', 'approve', 'approve', 'decline', 'insufficient_funds'],
  ...['needs_action', 'webhook_lost', 'webhook_twice', 'webhook_first'],
];
const WAITS = ['PT5M', 'PT40M', 'PT6H', 'P1D', 'P2D'];

interface Row {
  readonly id: string;
  readonly buyerId: string;
  readonly sellerId: string;
}

type Source = 'payments' | 'seller_orders' | 'risk_holds';

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

interface People {
  readonly shoppers: readonly Person[];
  readonly sellers: readonly ActiveSeller[];
  readonly analyst: Person;
  readonly finance: readonly [Person, Person];
}

/** Sellers, shelves, shoppers and an analyst, and what they can do next; every answer is counted. */
export class Market {
  /** `buy 201` → how often. */
  readonly answers = new Map<string, number>();
  private readonly faults: string[] = [];
  private credit!: CreditTrade;

  private constructor(
    private readonly app: TestApp,
    private readonly people: People,
    private readonly variantIds: readonly string[],
  ) {}

  static async open(app: TestApp): Promise<Market> {
    const sellers: ActiveSeller[] = [];
    const variantIds: string[] = [];
    for (const tier of TIERS) {
      const seller = await activeSeller(app, { tier });
      sellers.push(seller);
      for (const shelf of SHELVES) variantIds.push((await activeListing(app, seller, shelf)).variantId);
    }
    const shoppers = await Promise.all(Array.from({ length: SHOPPERS }, () => buyer(app, { createdAt: LONG_AGO })));
    const people = { shoppers, sellers, analyst: await staff(app, 'risk'), finance: await approvers(app) };
    const market = new Market(app, people, variantIds);
    const [finance] = people.finance;
    market.credit = await CreditTrade.open({
      ...{ app, finance, sellers, variantIds, analyst: people.analyst },
      cart: (command, person) => market.cart(command, person),
      send: (kind, token, path, body) => market.send(kind, token, path, body),
    });
    return market;
  }

  /** Nobody owes anything any more. */
  payInvoices = (): Promise<void> => this.credit.payInvoices();

  /** Answers that are no proper answer. */
  get misbehaviour(): readonly string[] {
    return this.faults;
  }

  async do(command: Command): Promise<void> {
    await this.steps[command.kind](command);
  }

  private readonly steps: Readonly<Record<CommandKind, (command: Command) => Promise<void>>> = {
    buy: (command) => this.buy(command),
    buyWithCoupon: (command) => this.credit.discounted(command, at(this.people.shoppers, command.pick)),
    buyInEuros: (command) => this.credit.inEuros(command, at(this.people.shoppers, command.pick)),
    orderOnAccount: (command) => this.credit.order(command),
    transfer: (command) => this.credit.transfer(command),
    tier: (command) => this.credit.tier(command),
    rate: (command) => this.credit.rate(command),
    deal: (command) => this.credit.deal(command),
    refund: (command) => this.refund(command),
    pay: (command) => this.pay(command),
    act: (command) => this.act(command),
    release: (command) => this.decide(command, 'release'),
    reject: (command) => this.decide(command, 'rejection'),
    accept: (command) => this.bySeller(command, ['awaiting_acceptance'], 'acceptance'),
    refuse: (command) => this.bySeller(command, ['awaiting_acceptance'], 'refusal', { reason: 'out_of_stock' }),
    ship: (command) => this.bySeller(command, ['accepted'], 'shipments', parcel()),
    deliver: (command) => this.bySeller(command, ['shipped'], 'delivery'),
    cancel: (command) => this.byBuyer(command, ['awaiting_acceptance', 'accepted'], 'cancellation'),
    confirm: (command) => this.byBuyer(command, ['delivered'], 'confirmation'),
    dispute: (command) => this.dispute(command),
    verdict: (command) => this.verdict(command),
    wait: ({ dice }) => this.app.advance(at(WAITS, dice)),
    payout: () => this.payOut(),
  };

  /** A run; what is large is approved by two people. */
  async payOut(): Promise<void> {
    await this.app.get(RunPayouts).run(this.app.get(Clock).now());
    await approveDrafts(this.app, this.people.finance);
  }

  private async buy(command: Command): Promise<void> {
    const person = at(this.people.shoppers, command.pick);
    const cart = await this.cart(command, person);
    if (!cart) return;
    await this.send(command.kind, person.token, '/v1/orders', { cartId: cart.id, shippingAddress: ADDRESS });
  }

  private async cart({ kind, pick, dice }: Command, person: Person): Promise<CartBody | undefined> {
    const wanted = new Set([dice, dice * 7 + pick, dice * 3 + 1].slice(0, 1 + (dice % 3)));
    const lines = [...new Set([...wanted].map((index) => at(this.variantIds, index)))];
    const body = { lines: lines.map((variantId) => ({ variantId, quantity: 1 + (pick % 2) })) };
    return (await this.send(kind, person.token, '/v1/carts', body)) as CartBody | undefined;
  }

  /** The seller gives back one unit of a line, or everything that is left, at any time after the payment. */
  private async refund({ kind, pick, dice, isBlind }: Command): Promise<void> {
    const paid = ['awaiting_acceptance', 'accepted', 'shipped', 'delivered', 'confirmed', 'completed'];
    const order = await this.find('seller_orders', isBlind ? [] : paid, pick);
    const seller = this.people.sellers.find(({ sellerId }) => sellerId === wire('sel', order?.sellerId));
    if (!order || !seller) return;
    const [line] = await this.app.sql<{ id: string }>(
      'select id from order_lines where seller_order_id = $1 order by position limit 1',
      [order.id],
    );
    const some = { lines: [{ lineId: wire('lin', line?.id), quantity: 1 }] };
    const what = dice % 3 === 0 ? { everything: true } : some;
    await this.send(kind, seller.token, stepOf(order, 'refunds'), { reason: 'returned', ...what });
  }

  private async pay({ kind, pick, dice, isBlind }: Command): Promise<void> {
    const payment = await this.find('payments', isBlind ? [] : ['created'], pick);
    if (!payment) return;
    const card = { token: `tok_${at(CARDS, dice)}_${pick % 40}` };
    await this.send(kind, this.ownerOf(payment), `/v1/payments/${toWire('pay', payment.id)}/authorisation`, { card });
  }

  /** The holder approves or declines at the page of the bank and comes back. */
  private async act({ kind, pick, dice }: Command): Promise<void> {
    const payment = await this.find('payments', ['requires_action'], pick);
    if (!payment) return;
    const path = `/v1/payments/${toWire('pay', payment.id)}`;
    const { actionUrl } = await get<{ actionUrl: string | null }>(this.app, this.ownerOf(payment), path);
    if (actionUrl === null) return;
    const outcome = dice % 4 === 0 ? 'decline' : 'approve';
    await fetch(new URL(new URL(actionUrl).pathname, this.app.provider.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ outcome }),
    });
    await this.send(kind, this.ownerOf(payment), `${path}/action-result`);
  }

  /** Decides what the banks have left open, so that everything can come to its end. */
  async decideDisputes(): Promise<void> {
    const open = await this.openDisputes();
    for (const [dice] of open.entries()) await this.verdict({ kind: 'verdict', pick: 0, dice, isBlind: false });
  }

  /** The bank of a card holder takes back all that is left of a payment, or some of it. */
  private async dispute({ kind, pick, dice, isBlind }: Command): Promise<void> {
    const payment = await this.find('payments', isBlind ? [] : ['captured'], pick);
    const [charge] = await this.app.sql<{ ref: string | null }>(
      'select provider_ref as ref from payments where id = $1',
      [payment?.id],
    );
    if (!charge?.ref) return;
    const reason = dice % 3 === 0 ? 'fraudulent' : 'product_not_received';
    await this.bank(kind, '/disputes', { chargeId: charge.ref, reason, ...(dice % 4 === 0 && { amount: 700 }) });
  }

  private async verdict({ kind, pick, dice }: Command): Promise<void> {
    const open = await this.openDisputes();
    const id = open[pick % Math.max(open.length, 1)]?.id;
    const body = { outcome: dice % 2 === 0 ? 'won' : 'lost', returnFee: dice % 3 === 0 };
    if (id) await this.bank(kind, `/disputes/${id}/verdict`, body);
  }

  private openDisputes(): Promise<{ id: string }[]> {
    return this.app.sql(`select id from sandbox_provider.disputes where state = 'open' order by created_at, id`);
  }

  private async bank(kind: CommandKind, path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const url = new URL(path, this.app.provider.url);
    const { status } = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    this.answers.set(`${kind} ${status}`, (this.answers.get(`${kind} ${status}`) ?? 0) + 1);
    if (status !== 200 && status !== 409) this.faults.push(`${path}: ${status}`);
  }

  private async decide({ kind, pick, isBlind }: Command, decision: 'release' | 'rejection'): Promise<void> {
    const hold = await this.find('risk_holds', isBlind ? [] : ['open', 'claimed'], pick);
    if (!hold) return;
    const path = `/v1/risk/holds/${toWire('hld', hold.id)}`;
    await this.send(kind, this.people.analyst.token, `${path}/claim`);
    await this.send(kind, this.people.analyst.token, `${path}/${decision}`, { reason: 'Looked at.' });
  }

  private async bySeller(command: Command, states: string[], step: string, body: object = {}): Promise<void> {
    const order = await this.find('seller_orders', command.isBlind ? [] : states, command.pick);
    const seller = this.people.sellers.find(({ sellerId }) => sellerId === wire('sel', order?.sellerId));
    if (order && seller) await this.send(command.kind, seller.token, stepOf(order, step), body);
  }

  private async byBuyer(command: Command, states: string[], step: string): Promise<void> {
    const order = await this.find('seller_orders', command.isBlind ? [] : states, command.pick);
    if (order) await this.send(command.kind, this.ownerOf(order), stepOf(order, step), {});
  }

  private ownerOf({ buyerId }: Row): string {
    const all = [...this.people.shoppers, ...this.credit.buyers];
    return all.find(({ userId }) => userId === wire('usr', buyerId))?.token ?? '';
  }

  /** One of the things in these states, or in any. */
  private async find(source: Source, states: readonly string[], pick: number): Promise<Row | undefined> {
    const sellerId = source === 'seller_orders' ? 'seller_id' : 'null';
    const rows = await this.app.sql<Row>(
      `select id, buyer_id as "buyerId", ${sellerId} as "sellerId" from ${source}
        where $1::text[] = '{}' or state = any($1) order by id limit 200`,
      [states],
    );
    return rows[pick % Math.max(rows.length, 1)];
  }

  private async send(kind: CommandKind, token: string, path: string, body?: object): Promise<object | undefined> {
    const answer = await post(this.app, token, path, body);
    const key = `${kind} ${answer.status}`;
    this.answers.set(key, (this.answers.get(key) ?? 0) + 1);
    const isProper = answer.status < 300 || (answer.status >= 400 && answer.status < 500);
    if (!isProper) this.faults.push(`${path}: ${answer.status} ${answer.text}`);
    return answer.status < 300 ? (answer.body as object) : undefined;
  }
}

const wire = (prefix: Prefix, id: string | undefined): string => (id ? toWire(prefix, id) : '');
const stepOf = ({ id }: Row, step: string): string => `/v1/seller-orders/${toWire('sor', id)}/${step}`;
