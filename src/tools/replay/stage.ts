import { createWriteStream, type WriteStream } from 'node:fs';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { bytesOf, cents, instant, rowsOf, type OlistRows } from './olist.js';
import { Spill } from './spill.js';
import { FileTruth } from './truth.js';
import type { Observed, OrderStory, Refused, StoryLine, StoryReview } from './story.js';

type Item = OlistRows['order_items'];
type Row<F extends keyof OlistRows> = OlistRows[F];
type Described = Item & { category: string; observed: Observed[] };
type Placed = Described & { city: string; state: string };

const BYTES_PER_BUCKET = 4_000_000;

/**
 * Joins the seven files bucket by bucket and writes one file of order stories per day into `home/days`. Orders that
 * cannot be traded go to `home/errors.jsonl` with their reason.
 */
export async function stage(folder: string, home: string, onRow: () => void): Promise<FileTruth> {
  const work = join(home, 'work');
  const days = join(home, 'days');
  await rm(home, { recursive: true, force: true });
  await mkdir(days, { recursive: true });
  const buckets = Math.max(4, Math.ceil((await bytesOf(folder)) / BYTES_PER_BUCKET));
  const stager = new Stager(folder, work, buckets, onRow);
  const placed = await stager.describeItems();
  const truth = await stager.writeDays(placed, days, join(home, 'errors.jsonl'));
  await rm(work, { recursive: true, force: true });
  return truth;
}

class Stager {
  constructor(
    private readonly folder: string,
    private readonly work: string,
    private readonly buckets: number,
    private readonly onRow: () => void,
  ) {}

  /** Items with their product's category, the prices seen for it, and the place of their seller, parted by order. */
  async describeItems(): Promise<Spill<Placed>> {
    const items = await this.part('order_items', 'product_id');
    const products = await this.part('products', 'product_id');
    const described = await this.open<Described>('described');
    for (let i = 0; i < this.buckets; i += 1) {
      const categories = await mapOf(products.bucket(i), 'product_id');
      const all = await collect(items.bucket(i));
      const observed = observedPrices(all);
      for (const item of all) {
        const product = categories.get(item.product_id);
        const record = {
          ...item,
          category: product ? product.product_category_name : '?',
          observed: observed.get(listingKey(item)) ?? [],
        };
        await described.add(item.seller_id, record);
      }
    }
    await described.finish();
    const sellers = await this.part('sellers', 'seller_id');
    const placed = await this.open<Placed>('placed');
    for (let i = 0; i < this.buckets; i += 1) {
      const places = await mapOf(sellers.bucket(i), 'seller_id');
      for await (const item of described.bucket(i)) {
        const seller = places.get(item.seller_id);
        await placed.add(item.order_id, {
          ...item,
          city: seller?.seller_city ?? '',
          state: seller?.seller_state ?? '',
        });
      }
    }
    await placed.finish();
    return placed;
  }

  async writeDays(placed: Spill<Placed>, days: string, errors: string): Promise<FileTruth> {
    const orders = await this.ordersWithCustomers();
    const payments = await this.part('order_payments', 'order_id');
    const reviews = await this.part('order_reviews', 'order_id');
    const truth = new FileTruth();
    const writer = new DayWriter(days);
    for (let i = 0; i < this.buckets; i += 1) {
      const items = await groupOf(placed.bucket(i));
      const paid = await groupOf(payments.bucket(i));
      const written = await groupOf(reviews.bucket(i));
      for await (const order of orders.bucket(i)) {
        const told = tell(order, items.get(order.order_id) ?? [], written.get(order.order_id) ?? []);
        truth.count(told, paid.get(order.order_id) ?? []);
        if ('reason' in told) await appendFile(errors, `${JSON.stringify(told)}\n`);
        else await writer.write(told.purchasedAt.slice(0, 10), told);
      }
    }
    await writer.finish();
    return truth;
  }

  private async ordersWithCustomers(): Promise<Spill<Row<'orders'> & { customer: Row<'customers'> | undefined }>> {
    const orders = await this.part('orders', 'customer_id');
    const customers = await this.part('customers', 'customer_id');
    const joined = await this.open<Row<'orders'> & { customer: Row<'customers'> | undefined }>('joined');
    for (let i = 0; i < this.buckets; i += 1) {
      const byId = await mapOf(customers.bucket(i), 'customer_id');
      for await (const order of orders.bucket(i)) {
        await joined.add(order.order_id, { ...order, customer: byId.get(order.customer_id) });
      }
    }
    await joined.finish();
    return joined;
  }

  private async part<F extends keyof OlistRows>(
    file: F,
    key: keyof OlistRows[F] & string,
  ): Promise<Spill<OlistRows[F]>> {
    const spill = await this.open<OlistRows[F]>(`${file}-by-${key}`);
    for await (const row of rowsOf(this.folder, file)) {
      await spill.add(String(row[key]), row);
      this.onRow();
    }
    await spill.finish();
    return spill;
  }

  private open<T>(name: string): Promise<Spill<T>> {
    return Spill.open<T>(this.work, name, this.buckets);
  }
}

function tell(
  order: Row<'orders'> & { customer: Row<'customers'> | undefined },
  items: readonly Placed[],
  reviews: readonly Row<'order_reviews'>[],
): OrderStory | Refused {
  const refuse = (reason: string): Refused => ({ orderId: order.order_id, status: order.order_status, reason });
  if (items.length === 0) return refuse('no_items');
  if (items.some((item) => item.category === '?')) return refuse('unknown_product');
  if (!order.customer) return refuse('unknown_customer');
  const purchasedAt = instant(order.order_purchase_timestamp);
  if (!purchasedAt) return refuse('no_purchase_time');
  const isCanceled = order.order_status === 'canceled' || order.order_status === 'unavailable';
  const shippedAt = latest(purchasedAt, instant(isCanceled ? '' : order.order_delivered_carrier_date));
  const isDelivered = order.order_status === 'delivered';
  const deliveredAt = latest(
    shippedAt ?? purchasedAt,
    isDelivered ? (instant(order.order_delivered_customer_date) ?? shippedAt ?? purchasedAt) : undefined,
  );
  const lines = linesOf(items);
  return {
    orderId: order.order_id,
    status: order.order_status,
    buyer: {
      id: order.customer.customer_unique_id,
      city: order.customer.customer_city,
      state: order.customer.customer_state,
    },
    purchasedAt,
    shippedAt: shippedAt ?? (isDelivered ? deliveredAt : undefined),
    deliveredAt,
    lines,
    total: lines.reduce((sum, line) => sum + (line.price + line.freight) * line.quantity, 0),
    reviews: reviews.map(reviewOf).sort((a, b) => a.at.localeCompare(b.at)),
  };
}

/** The later of the two; nothing when there is no second one. */
function latest(first: string, second: string | undefined): string | undefined {
  if (second === undefined) return undefined;
  return second > first ? second : first;
}

function linesOf(items: readonly Placed[]): StoryLine[] {
  const lines = new Map<string, StoryLine>();
  for (const item of items) {
    const price = cents(item.price);
    const freight = cents(item.freight_value);
    const key = `${listingKey(item)}:${price}:${freight}`;
    const known = lines.get(key);
    const seller = { id: item.seller_id, city: item.city, state: item.state };
    const fresh = {
      productId: item.product_id,
      category: item.category,
      seller,
      price,
      freight,
      quantity: 1,
      observed: item.observed,
    };
    lines.set(key, known ? { ...known, quantity: known.quantity + 1 } : fresh);
  }
  return [...lines.values()];
}

function reviewOf(row: Row<'order_reviews'>): StoryReview {
  const text = [row.review_comment_title, row.review_comment_message].filter((part) => part.trim() !== '').join('. ');
  return { id: row.review_id, score: Number(row.review_score), text, at: instant(row.review_creation_date) ?? '' };
}

const listingKey = (item: Item): string => `${item.product_id}:${item.seller_id}`;

function observedPrices(items: readonly Item[]): Map<string, Observed[]> {
  const found = new Map<string, Map<string, Observed>>();
  for (const item of items) {
    const prices = found.get(listingKey(item)) ?? new Map<string, Observed>();
    const key = `${item.price}:${item.freight_value}`;
    const units = (prices.get(key)?.units ?? 0) + 1;
    prices.set(key, { price: cents(item.price), freight: cents(item.freight_value), units });
    found.set(listingKey(item), prices);
  }
  return new Map([...found].map(([key, prices]) => [key, [...prices.values()]]));
}

async function collect<T>(records: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const record of records) all.push(record);
  return all;
}

async function mapOf<T>(records: AsyncIterable<T>, key: keyof T): Promise<Map<string, T>> {
  return new Map((await collect(records)).map((record) => [String(record[key]), record]));
}

async function groupOf<T extends { order_id: string }>(records: AsyncIterable<T>): Promise<Map<string, T[]>> {
  const groups = new Map<string, T[]>();
  for await (const record of records) {
    const group = groups.get(record.order_id);
    if (group) group.push(record);
    else groups.set(record.order_id, [record]);
  }
  return groups;
}

/** Keeps a few day files open at a time. */
class DayWriter {
  private readonly open = new Map<string, WriteStream>();

  constructor(private readonly folder: string) {}

  async write(day: string, story: OrderStory): Promise<void> {
    const stream = this.open.get(day) ?? (await this.start(day));
    if (!stream.write(`${JSON.stringify(story)}\n`)) await once(stream, 'drain');
  }

  async finish(): Promise<void> {
    await Promise.all([...this.open.keys()].map((day) => this.close(day)));
  }

  private async start(day: string): Promise<WriteStream> {
    const oldest = this.open.size >= 64 ? this.open.keys().next().value : undefined;
    if (oldest) await this.close(oldest);
    const stream = createWriteStream(join(this.folder, `${day}.buy.jsonl`), { flags: 'a' });
    this.open.set(day, stream);
    return stream;
  }

  private async close(day: string): Promise<void> {
    const stream = this.open.get(day);
    this.open.delete(day);
    if (stream) await new Promise<void>((done) => stream.end(done));
  }
}
