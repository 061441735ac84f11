import { ApiProblem, type ApiClient } from '../api-client.js';
import type { Cast } from './cast.js';
import type { DayBook } from './day-book.js';
import { inParallel } from './in-parallel.js';
import type { Shelf } from './shelf.js';
import type { FollowUp, OrderStory, SellerOrderRef } from './story.js';

const WIDTH = 12;
const APPROVED_CARD = '4008400000000006';

interface OrderAnswer {
  readonly id: string;
  readonly paymentId: string;
  readonly sellerOrders: readonly { readonly id: string; readonly sellerId: string }[];
}

/** Tells one day of the files to the marketplace, phase by phase, and lets it come to rest after each. */
export class Teller {
  /** The seller orders of the day's purchases. */
  private readonly today = new Map<string, SellerOrderRef[]>();

  constructor(
    private readonly api: ApiClient,
    private readonly cast: Cast,
    private readonly shelf: Shelf,
    private readonly book: DayBook,
  ) {}

  /** Returns how many orders were placed. */
  async tell(day: string): Promise<number> {
    const purchases = await this.book.purchases(day);
    this.today.clear();
    if (purchases.length > 0) {
      await inParallel(uniqueListings(purchases), WIDTH, async (line) => void (await this.shelf.put(line)));
      await this.rest();
      await this.approveListings();
      await inParallel(purchases, WIDTH, (story) => this.buy(day, story));
      await this.rest();
      await this.releaseHolds();
      await inParallel(purchases, WIDTH, (story) => this.accept(story));
    }
    const followUps = await this.book.followUps(day);
    for (const type of ['ship', 'deliver', 'cancel', 'review'] as const) {
      const these = followUps.filter((next) => next.type === type);
      await inParallel(these, WIDTH, (next) => this.follow(next));
      if (type === 'deliver' && these.length > 0) await this.rest();
    }
    return purchases.length;
  }

  /** Waits until every event, job and due deadline has been handled. */
  async rest(): Promise<void> {
    await this.api.post('/v1/sandbox/clock', { body: { drain: true } });
  }

  private async buy(day: string, story: OrderStory): Promise<void> {
    const order = await this.place(story);
    await this.book.note({
      orderId: story.orderId,
      status: story.status,
      id: order.id,
      buyer: story.buyer.id,
      total: story.total,
    });
    const { token } = await this.cast.buyer(story.buyer.id);
    await this.api.post(`/v1/payments/${order.paymentId}/authorisation`, {
      token,
      idempotencyKey: `replay-${story.orderId}-pay`,
      body: { card: { number: APPROVED_CARD, holderCountry: 'BR' } },
    });
    const refs = await this.sellerOrdersOf(story, order);
    this.today.set(story.orderId, refs);
    await this.book.plan(day, followUpsOf(story, refs));
  }

  private async place(story: OrderStory): Promise<OrderAnswer> {
    const { token } = await this.cast.buyer(story.buyer.id);
    const lines = [];
    for (const line of story.lines)
      lines.push({ variantId: await this.shelf.variantOf(line), quantity: line.quantity });
    const key = `replay-${story.orderId}`;
    const cart = await this.api.post<{ id: string }>('/v1/carts', {
      token,
      idempotencyKey: `${key}-cart`,
      body: { lines },
    });
    return this.api.post<OrderAnswer>('/v1/orders', {
      token,
      idempotencyKey: `${key}-order`,
      body: { cartId: cart.id, shippingAddress: addressOf(story) },
    });
  }

  private async sellerOrdersOf(story: OrderStory, order: OrderAnswer): Promise<SellerOrderRef[]> {
    const refs: SellerOrderRef[] = [];
    for (const { id } of sellersOf(story)) {
      const { sellerId } = await this.cast.seller(id, '');
      const mine = order.sellerOrders.find((sellerOrder) => sellerOrder.sellerId === sellerId);
      if (mine) refs.push({ sellerOrderId: mine.id, seller: id });
    }
    return refs;
  }

  private async accept(story: OrderStory): Promise<void> {
    for (const { sellerOrderId, seller } of this.today.get(story.orderId) ?? []) {
      await this.asSeller(seller, `/v1/seller-orders/${sellerOrderId}/acceptance`);
    }
  }

  private async follow(next: FollowUp): Promise<void> {
    for (const ref of next.sellerOrders) await this.followOne(next, ref);
  }

  private async followOne(next: FollowUp, { sellerOrderId, seller }: SellerOrderRef): Promise<void> {
    const path = `/v1/seller-orders/${sellerOrderId}`;
    switch (next.type) {
      case 'ship': {
        const body = { carrier: 'correios', trackingNumber: `BR${next.orderId.slice(0, 20).toUpperCase()}` };
        return this.asSeller(seller, `${path}/shipments`, body);
      }
      case 'deliver':
        return this.asSeller(seller, `${path}/delivery`);
      case 'cancel':
        return this.asBuyer(next.buyer, `${path}/cancellation`, {});
      case 'review':
        return this.review(next, sellerOrderId);
    }
  }

  private async review(next: Extract<FollowUp, { type: 'review' }>, sellerOrderId: string): Promise<void> {
    const { score, text, id } = next.review;
    const stars = { overall: score, itemAsDescribed: score, communication: score, shippingSpeed: score };
    const body = { ...stars, ...(text === '' ? {} : { text: text.slice(0, 2_000) }) };
    if (next.isEligible) return this.asBuyer(next.buyer, `/v1/seller-orders/${sellerOrderId}/review`, body);
    await this.api.post('/v1/sandbox/reviews', { body: { ...body, sellerOrderId, reference: id } });
  }

  private async asSeller(seller: string, path: string, body: object = {}): Promise<void> {
    const { token } = await this.cast.seller(seller, '');
    await this.once(path, token, body);
  }

  private async asBuyer(buyer: string, path: string, body: object): Promise<void> {
    const { token } = await this.cast.buyer(buyer);
    await this.once(path, token, body);
  }

  /** A step that an earlier run has already made is refused as an illegal move, and is done. */
  private async once(path: string, token: string, body: object): Promise<void> {
    try {
      await this.api.post(path, { token, body, idempotencyKey: `replay${path}` });
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 409) throw error;
    }
  }

  private async approveListings(): Promise<void> {
    const token = await this.cast.moderator();
    let some = false;
    for (;;) {
      const found = await this.claim('/v1/moderation/cases/claim', token);
      if (!found) break;
      some = true;
      await this.api.post(`/v1/moderation/cases/${found.id}/decision`, {
        token,
        body: { decision: 'approve' },
      });
    }
    if (some) await this.rest();
  }

  private async releaseHolds(): Promise<void> {
    const token = await this.cast.analyst();
    let some = false;
    for (;;) {
      const found = await this.claim('/v1/risk/holds/claim', token);
      if (!found) break;
      some = true;
      const body = { reason: 'The files say that it was paid.' };
      const idempotencyKey = `replay-release-${found.id}`;
      await this.api.post(`/v1/risk/holds/${found.id}/release`, { token, body, idempotencyKey });
    }
    if (some) await this.rest();
  }

  /** The next of a queue; nothing when it is empty. */
  private async claim(path: string, token: string): Promise<{ id: string } | undefined> {
    try {
      return await this.api.post<{ id: string } | undefined>(path, { token });
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 404) return undefined;
      throw error;
    }
  }
}

function* uniqueListings(stories: readonly OrderStory[]): Iterable<OrderStory['lines'][number]> {
  const seen = new Set<string>();
  for (const line of stories.flatMap((story) => story.lines)) {
    const key = `${line.productId}:${line.seller.id}`;
    if (!seen.has(key)) yield line;
    seen.add(key);
  }
}

const sellersOf = (story: OrderStory): { id: string }[] =>
  [...new Set(story.lines.map((line) => line.seller.id))].map((id) => ({ id }));

function addressOf(story: OrderStory): object {
  return {
    name: `Buyer ${story.buyer.id.slice(0, 8)}`,
    line1: 'Rua 1',
    city: story.buyer.city,
    region: story.buyer.state,
    postalCode: '00000-000',
    country: 'BR',
  };
}

/** Well inside the window in which buyers of businesses can write reviews; later ones are taken over. */
const REVIEW_WITHIN_MS = 50 * 86_400_000;

const isSoonAfter = (delivered: string, reviewed: string): boolean =>
  Date.parse(reviewed) - Date.parse(delivered) < REVIEW_WITHIN_MS;

/** What the files say will happen; a cancellation comes the day after the purchase, when its time is not told. */
function followUpsOf(story: OrderStory, sellerOrders: readonly SellerOrderRef[]): FollowUp[] {
  const { orderId } = story;
  const buyer = story.buyer.id;
  const isCancelled = story.status === 'canceled' || story.status === 'unavailable';
  const steps: FollowUp[] = [];
  if (story.shippedAt) steps.push({ type: 'ship', orderId, at: story.shippedAt, sellerOrders });
  if (story.deliveredAt) steps.push({ type: 'deliver', orderId, at: story.deliveredAt, sellerOrders });
  if (isCancelled) steps.push({ type: 'cancel', orderId, at: story.purchasedAt, buyer, sellerOrders });
  const after = story.deliveredAt ?? story.purchasedAt;
  const reviews = story.reviews.map((review, i): FollowUp => {
    const at = review.at > after ? review.at : after;
    return {
      type: 'review',
      orderId,
      at,
      buyer,
      sellerOrders,
      review,
      isEligible: i === 0 && story.status === 'delivered' && isSoonAfter(after, at),
    };
  });
  return [...steps, ...reviews];
}
