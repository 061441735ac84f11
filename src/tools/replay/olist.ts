import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse';

/** The files of an Olist-format folder and the columns that a replay reads. */
export interface OlistRows {
  orders: {
    order_id: string;
    customer_id: string;
    order_status: string;
    order_purchase_timestamp: string;
    order_approved_at: string;
    order_delivered_carrier_date: string;
    order_delivered_customer_date: string;
  };
  order_items: {
    order_id: string;
    order_item_id: string;
    product_id: string;
    seller_id: string;
    price: string;
    freight_value: string;
  };
  order_payments: { order_id: string; payment_value: string };
  order_reviews: {
    review_id: string;
    order_id: string;
    review_score: string;
    review_comment_title: string;
    review_comment_message: string;
    review_creation_date: string;
  };
  products: { product_id: string; product_category_name: string };
  sellers: { seller_id: string; seller_city: string; seller_state: string };
  customers: { customer_id: string; customer_unique_id: string; customer_city: string; customer_state: string };
}

export type OlistFile = keyof OlistRows;

export const OLIST_FILES: readonly OlistFile[] = [
  'orders',
  'order_items',
  'order_payments',
  'order_reviews',
  'products',
  'sellers',
  'customers',
];

export const pathOf = (folder: string, file: OlistFile): string => join(folder, `olist_${file}_dataset.csv`);

/** The rows of one file, streamed. @throws Error when the file is missing or is not CSV. */
export function rowsOf<F extends OlistFile>(folder: string, file: F): AsyncIterable<OlistRows[F]> {
  return createReadStream(pathOf(folder, file)).pipe(parse({ columns: true, bom: true, skip_empty_lines: true }));
}

export async function bytesOf(folder: string): Promise<number> {
  const sizes = await Promise.all(OLIST_FILES.map(async (file) => (await stat(pathOf(folder, file))).size));
  return sizes.reduce((a, b) => a + b, 0);
}

/** Minor units of a decimal such as `99.9`. @throws RangeError when it has more than two decimals or is no number. */
export function cents(decimal: string): number {
  const match = /^(\d+)(?:\.(\d{1,2}))?$/.exec(decimal);
  if (!match) throw new RangeError(`Not an amount: ${decimal}`);
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** `2017-07-09 21:57:05`, which the files give without a zone, read as UTC. */
export function instant(text: string): string | undefined {
  return text === '' ? undefined : `${text.replace(' ', 'T')}${text.length > 10 ? '' : 'T00:00:00'}Z`;
}
