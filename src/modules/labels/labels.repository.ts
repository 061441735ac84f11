import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { LabelService } from './label-carrier.js';
import type { LabelState } from './label.lifecycle.js';

/** Minor units of `currency`. */
export interface LabelRow {
  readonly id: string;
  readonly sellerOrderId: string;
  readonly orderId: string;
  readonly sellerId: string;
  readonly carrier: string;
  readonly service: LabelService;
  readonly weightGrams: number;
  readonly fromCountry: string;
  readonly toCountry: string;
  readonly currency: string;
  readonly state: LabelState;
  readonly requestedAt: Date;
  readonly cost: number | null;
  readonly trackingNumber: string | null;
  readonly refusal: string | null;
  readonly boughtAt: Date | null;
  readonly journalId: string | null;
  readonly carrierInvoiceId: string | null;
}

export type NewLabel = Omit<
  LabelRow,
  'state' | 'cost' | 'trackingNumber' | 'refusal' | 'boughtAt' | 'journalId' | 'carrierInvoiceId'
>;

const COLUMNS = `id, seller_order_id as "sellerOrderId", order_id as "orderId", seller_id as "sellerId", carrier, service,
  weight_grams as "weightGrams", from_country as "fromCountry", to_country as "toCountry", currency, state,
  requested_at as "requestedAt", cost, tracking_number as "trackingNumber", refusal, bought_at as "boughtAt",
  journal_id as "journalId", carrier_invoice_id as "carrierInvoiceId"`;

const insert = statement<unknown[], LabelRow>(
  'labels.insert',
  `insert into labels (id, seller_order_id, order_id, seller_id, carrier, service, weight_grams, from_country, to_country,
     currency, requested_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) returning ${COLUMNS}`,
);

const find = statement<[id: string], LabelRow>('labels.find', `select ${COLUMNS} from labels where id = $1`);

const lock = statement<[id: string], LabelRow>(
  'labels.lock',
  `select ${COLUMNS} from labels where id = $1 for no key update`,
);

const ofSellerOrder = statement<[sellerOrderId: string], LabelRow>(
  'labels.of-seller-order',
  `select ${COLUMNS} from labels where seller_order_id = $1 order by id desc limit 100`,
);

const noteBought = statement<[id: string, cost: number, tracking: string, journal: string, at: Date], never>(
  'labels.note-bought',
  `update labels set cost = $2, tracking_number = $3, journal_id = $4, bought_at = $5 where id = $1`,
);

const noteRefused = statement<[id: string, refusal: string], never>(
  'labels.note-refused',
  `update labels set refusal = $2 where id = $1`,
);

const isUsed = statement<[carrier: string, tracking: string], { used: boolean }>(
  'labels.is-used',
  `select exists (select from label_parcels where carrier = $1 and tracking_number = $2) as used`,
);

@Injectable()
export class Labels {
  constructor(private readonly db: Db) {}

  async insert(tx: Tx, row: NewLabel): Promise<LabelRow> {
    const { id, sellerOrderId, orderId, sellerId, carrier, service, weightGrams, fromCountry, toCountry } = row;
    const what = [id, sellerOrderId, orderId, sellerId, carrier, service, weightGrams, fromCountry, toCountry];
    return (await queryOne(tx, insert, [...what, row.currency, row.requestedAt])) as LabelRow;
  }

  find = (id: string): Promise<LabelRow | undefined> => this.db.queryOne(find, [id]);
  lock = (tx: Tx, id: string): Promise<LabelRow | undefined> => queryOne(tx, lock, [id]);

  /** Newest first; the latest hundred. */
  ofSellerOrder = (sellerOrderId: string): Promise<LabelRow[]> => this.db.query(ofSellerOrder, [sellerOrderId]);

  async noteBought(tx: Tx, id: string, cost: number, tracking: string, journal: string, at: Date): Promise<void> {
    await query(tx, noteBought, [id, cost, tracking, journal, at]);
  }

  async noteRefused(tx: Tx, id: string, refusal: string): Promise<void> {
    await query(tx, noteRefused, [id, refusal]);
  }

  /** Whether a parcel has left with it. */
  async isUsed(tx: Tx, { carrier, trackingNumber }: LabelRow): Promise<boolean> {
    return (await queryOne(tx, isUsed, [carrier, trackingNumber ?? '']))?.used ?? false;
  }
}
