import type { ApiClient } from '../api-client.js';
import { approvePayouts } from './approve-payouts.js';
import { Narrator, show, usd } from './narrator.js';
import { Person } from './person.js';

interface Shop {
  readonly owner: Person;
  readonly sellerId: string;
  readonly name: string;
}

interface Listing {
  readonly id: string;
  readonly state: string;
  readonly variants: readonly { readonly id: string }[];
  readonly reasons: readonly { readonly code: string }[];
}

interface Order {
  readonly id: string;
  readonly paymentId: string;
  readonly state: string;
  readonly totals: { readonly total: { amount: number; currency: string } };
  readonly sellerOrders: readonly SellerOrder[];
}

interface SellerOrder {
  readonly id: string;
  readonly sellerId: string;
  readonly state: string;
}

interface Balance {
  readonly balances: readonly Record<
    'pending' | 'available' | 'reserve' | 'inTransit',
    { amount: number; currency: string }
  >[];
}

interface TrialBalance {
  readonly isBalanced: boolean;
  readonly currencies: readonly { currency: string; debit: number; credit: number; difference: number }[];
}

const TOWN = { city: 'Springfield', postalCode: '12345', country: 'US' };

/** One trade, told over HTTP to a running sandbox. Everything that is printed is an answer of the API. */
export class Story {
  private readonly tell: Narrator;
  private readonly tag: string;
  private readonly people: Person[] = [];
  private keys = 0;

  constructor(
    private readonly api: ApiClient,
    out: NodeJS.WritableStream,
    startedAt: number,
  ) {
    this.tell = new Narrator(out);
    this.tag = startedAt.toString(36);
  }

  /** Returns whether the books balance at the end. */
  async run(): Promise<boolean> {
    const [lamps, tools] = await this.sellersJoin();
    const [lamp, saw] = await this.sellersList(lamps, tools);
    const buyer = await this.register('Ada Byron');
    const order = await this.buyFromBoth(buyer, lamp, saw);
    await this.holdAndRelease(lamps, saw, tools);
    const cancelled = await this.cancelOne(buyer, lamp);
    await this.shipBoth(buyer, order, [lamps, tools]);
    await this.timePasses(buyer, order, [lamps, tools]);
    return this.close([lamps, tools], buyer, cancelled);
  }

  private async sellersJoin(): Promise<[Shop, Shop]> {
    this.tell.begin('Two sellers join and are verified');
    return [await this.join('Lumen Lamps', 'private'), await this.join('Sturdy Tools', 'business')];
  }

  private async join(name: string, kind: string): Promise<Shop> {
    const owner = await this.register(`Owner of ${name}`);
    const body = { kind, displayName: name, country: 'US', currency: 'USD' };
    const { sellerId } = await owner.post<{ sellerId: string }>('/v1/sellers', body);
    await owner.put(
      `/v1/sellers/${sellerId}/payout-account`,
      { holder: name, accountNumber: '000123456789', country: 'US' },
      0,
    );
    await owner.post(`/v1/sellers/${sellerId}/verification`, { legalName: `${name} Inc`, taxId: '12-3456789' });
    await this.rest();
    const { state } = await owner.get<{ state: string }>(`/v1/sellers/${sellerId}/account`);
    this.tell.say(`${name} (${kind}): ${state}`);
    return { owner, sellerId, name };
  }

  private async sellersList(lamps: Shop, tools: Shop): Promise<[Listing, Listing]> {
    this.tell.begin('They list; screening stops one listing, a moderator decides');
    const lamp = await this.list(lamps, `Reading lamp, brass, 1950s style ${this.tag}`, 4_900, 700);
    const saw = await this.list(tools, `Table saw 315 mm, replica parts never used ${this.tag}`, 320_000, 9_000);
    if (saw.state === 'pending_review') await this.decide();
    return [lamp, await this.listingOf(tools, saw.id)];
  }

  private async list(shop: Shop, title: string, price: number, shipping: number): Promise<Listing> {
    const { data } = await this.api.get<{ data: { id: string }[] }>('/v1/categories?limit=100');
    const made = await shop.owner.post<Listing>(`/v1/sellers/${shop.sellerId}/listings`, {
      title,
      description: `${title}. Sold by ${shop.name}.`,
      categoryId: data.at(-1)?.id,
      condition: 'new',
      variants: [{ sku: `${this.tag}-${price}`, price: usd(price), shippingFee: usd(shipping) }],
    });
    const stock = { delta: 10, reason: 'received' };
    await shop.owner.post(`/v1/variants/${made.variants[0]?.id}/stock-adjustments`, stock, this.key());
    await shop.owner.post(`/v1/listings/${made.id}/submission`);
    await this.rest();
    const listing = await this.listingOf(shop, made.id);
    const why = listing.reasons.map(({ code }) => code).join(', ');
    this.tell.say(`${shop.name}: “${title}” is ${listing.state}${why === '' ? '' : ` (${why})`}`);
    return listing;
  }

  private listingOf(shop: Shop, id: string): Promise<Listing> {
    return shop.owner.get<Listing>(`/v1/sellers/${shop.sellerId}/listings/${id}`);
  }

  private async decide(): Promise<void> {
    const moderator = await this.staff('moderator');
    const claimed = await this.api.post<{ id: string }>('/v1/moderation/cases/claim', { token: moderator, body: {} });
    await this.api.post(`/v1/moderation/cases/${claimed.id}/decision`, {
      token: moderator,
      body: { decision: 'approve' },
    });
    await this.rest();
    this.tell.say('the moderator claims the case and approves: the parts are named as what they are not');
  }

  private async buyFromBoth(buyer: Person, lamp: Listing, saw: Listing): Promise<Order> {
    this.tell.begin('A buyer fills one basket from both sellers and pays once');
    const lines = [lamp, saw].map(({ variants }) => ({ variantId: variants[0]?.id, quantity: 1 }));
    const order = await this.order(buyer, lines);
    this.tell.say(`order ${order.id}: ${show(order.totals.total)} in ${order.sellerOrders.length} seller orders`);
    await this.pay(buyer, order);
    return buyer.get<Order>(`/v1/orders/${order.id}`);
  }

  private async order(buyer: Person, lines: readonly object[]): Promise<Order> {
    const cart = await buyer.post<{ id: string }>('/v1/carts', { lines });
    const shippingAddress = { ...TOWN, name: buyer.name, line1: `${buyer.name}, house ${this.tag}` };
    return buyer.post<Order>('/v1/orders', { cartId: cart.id, shippingAddress }, this.key());
  }

  private async pay(buyer: Person, order: Order, holderCountry = 'US'): Promise<string> {
    const body = { card: { token: `tok_approve_${this.tag}_${buyer.name.replace(' ', '_')}`, holderCountry } };
    const { state } = await buyer.post<{ state: string }>(
      `/v1/payments/${order.paymentId}/authorisation`,
      body,
      this.key(),
    );
    await this.rest();
    this.tell.say(`payment of ${show(order.totals.total)}: ${state}`);
    return state;
  }

  private async holdAndRelease(lamps: Shop, saw: Listing, tools: Shop): Promise<void> {
    this.tell.begin('A large order with a foreign card is held by risk, looked at, and released');
    const stranger = await this.register('Max Large');
    const order = await this.order(stranger, [{ variantId: saw.variants[0]?.id, quantity: 2 }]);
    const state = await this.pay(stranger, order, 'BR');
    if (state !== 'held') throw new Error(`Expected a held payment, it is ${state}`);
    const analyst = await this.staff('risk');
    const hold = await this.claimHold(analyst, order.paymentId);
    this.tell.say(`hold ${hold.id}: score ${hold.score}`);
    const body = { reason: 'Spoke to the buyer.' };
    await this.api.post(`/v1/risk/holds/${hold.id}/release`, { token: analyst, body, ...this.key() });
    await this.rest();
    const after = await stranger.get<Order>(`/v1/orders/${order.id}`);
    this.tell.say(`after release: ${after.sellerOrders.map(({ state: now }) => now).join(', ')}`);
    await this.fulfil(after, [lamps, tools]);
  }

  private async claimHold(analyst: string, paymentId: string): Promise<{ id: string; score: number }> {
    const { data } = await this.api.get<{ data: { id: string; paymentId: string }[] }>(
      '/v1/risk/holds?limit=100',
      analyst,
    );
    const mine = data.find((hold) => hold.paymentId === paymentId);
    return this.api.post(`/v1/risk/holds/${mine?.id}/claim`, { token: analyst, body: {} });
  }

  private async cancelOne(buyer: Person, lamp: Listing): Promise<Order> {
    this.tell.begin('One order is cancelled before it is shipped, and refunded');
    const order = await this.order(buyer, [{ variantId: lamp.variants[0]?.id, quantity: 2 }]);
    await this.pay(buyer, order);
    await buyer.post(`/v1/seller-orders/${order.sellerOrders[0]?.id}/cancellation`, {}, this.key());
    await this.rest();
    const { refunded } = await buyer.get<{ refunded: { amount: number; currency: string } }>(
      `/v1/payments/${order.paymentId}`,
    );
    this.tell.say(
      `order ${order.id} is ${(await buyer.get<Order>(`/v1/orders/${order.id}`)).state}, refunded ${show(refunded)}`,
    );
    return order;
  }

  private async shipBoth(buyer: Person, order: Order, shops: readonly Shop[]): Promise<void> {
    this.tell.begin('Both sellers ship, both parcels arrive');
    await this.fulfil(order, shops);
    const after = await buyer.get<Order>(`/v1/orders/${order.id}`);
    this.tell.say(`seller orders: ${after.sellerOrders.map(({ state }) => state).join(', ')}`);
  }

  private async fulfil(order: Order, shops: readonly Shop[]): Promise<void> {
    for (const { id, sellerId } of order.sellerOrders) {
      const shop = shops.find((one) => one.sellerId === sellerId);
      await shop?.owner.post(`/v1/seller-orders/${id}/acceptance`, {}, this.key());
      const parcel = { carrier: 'sandbox-post', trackingNumber: `SP${id.slice(-12).toUpperCase()}` };
      await shop?.owner.post(`/v1/seller-orders/${id}/shipments`, parcel, this.key());
      await shop?.owner.post(`/v1/seller-orders/${id}/delivery`, {}, this.key());
    }
    await this.rest();
  }

  private async timePasses(buyer: Person, order: Order, shops: readonly Shop[]): Promise<void> {
    this.tell.begin('The buyer confirms and reviews; the hold runs out, escrow is released, sellers are paid');
    for (const { id } of order.sellerOrders) {
      await buyer.post(`/v1/seller-orders/${id}/confirmation`, {}, this.key());
      const stars = { overall: 5, itemAsDescribed: 5, communication: 4, shippingSpeed: 5 };
      await buyer.post(`/v1/seller-orders/${id}/review`, { ...stars, text: 'Just as described.' });
    }
    for (const shop of shops) await this.position(shop, 'before');
    const { now } = await this.api.post<{ now: string }>('/v1/sandbox/clock', {
      body: { advanceBy: 'P20D', drain: true },
    });
    for (const person of this.people) person.forgetSession();
    this.tell.say(`the clock moves to ${now.slice(0, 10)}`);
    const finance = [await this.staff('finance'), await this.staff('finance', 'second-finance')];
    this.tell.say(await approvePayouts(this.api, finance, this.tag));
    for (const shop of shops) await this.position(shop, 'after');
  }

  private async position(shop: Shop, when: string): Promise<void> {
    const { balances } = await shop.owner.get<Balance>(`/v1/sellers/${shop.sellerId}/balance`);
    const { data } = await shop.owner.get<{ data: { amount: { amount: number; currency: string }; state: string }[] }>(
      `/v1/sellers/${shop.sellerId}/payouts`,
    );
    const held = balances.map(
      ({ pending, available, reserve }) =>
        `pending ${show(pending)}, available ${show(available)}, reserve ${show(reserve)}`,
    );
    const paid = data.map(({ amount, state }) => `${show(amount)} ${state}`);
    this.tell.say(`${shop.name} ${when}: ${held.join('; ') || 'nothing'}; payouts: ${paid.join(', ') || 'none'}`);
  }

  private async close(shops: readonly Shop[], buyer: Person, cancelled: Order): Promise<boolean> {
    this.tell.begin('The books');
    for (const { sellerId, name } of shops) {
      const rating = await this.api.get<{ count: number; bayesianMean: number | null }>(
        `/v1/sellers/${sellerId}/rating`,
      );
      this.tell.say(`${name}: ${rating.count} review, shown as ${rating.bayesianMean?.toFixed(2)}`);
    }
    const { captured, refunded } = await buyer.get<
      Record<'captured' | 'refunded', { amount: number; currency: string }>
    >(`/v1/payments/${cancelled.paymentId}`);
    this.tell.say(`buyer, cancelled order: paid ${show(captured)}, got back ${show(refunded)}`);
    const balance = await this.api.get<TrialBalance>('/v1/finance/trial-balance', await this.staff('finance'));
    for (const { currency, debit, credit, difference } of balance.currencies) {
      this.tell.say(`trial balance ${currency}: debits ${debit}, credits ${credit}, difference ${difference}`);
    }
    return balance.isBalanced;
  }

  private async register(name: string): Promise<Person> {
    const person = await Person.register(this.api, name, this.tag);
    this.people.push(person);
    return person;
  }

  private async staff(role: string, name = role): Promise<string> {
    const body = { reference: `demo-${name}`, displayName: `Demo ${name}`, staffRoles: [role] };
    const { token } = await this.api.post<{ token: string }>('/v1/sandbox/users', { body });
    return token;
  }

  private async rest(): Promise<void> {
    await this.api.post('/v1/sandbox/clock', { body: { drain: true } });
  }

  private key(): { idempotencyKey: string } {
    this.keys += 1;
    return { idempotencyKey: `demo-${this.tag}-${this.keys}` };
  }
}
