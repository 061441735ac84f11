import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { BlindIndex, FieldCipher } from '../../platform/crypto/index.js';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import { NotFound, StaleVersion } from '../../platform/http/index.js';
import type { SellerState } from './seller.lifecycle.js';

export type SellerKind = 'private' | 'business';
export type Tier = 'T0' | 'T1' | 'T2' | 'T3';

export interface Seller {
  readonly sellerId: Id<'sel'>;
  readonly kind: SellerKind;
  readonly state: SellerState;
  readonly version: number;
  readonly displayName: string;
  readonly about: string;
  readonly country: string;
  readonly currency: string;
  readonly tier: Tier;
  readonly createdAt: Date;
  /** Until when its verification holds; null before the first, and for one without an end. */
  readonly verifiedUntil: Date | null;
}

export type NewSeller = Omit<Seller, 'state' | 'version' | 'verifiedUntil'>;

export interface LegalIdentity {
  readonly legalName: string;
  readonly taxId: string;
}

const COLUMNS = `id as "sellerId", kind, state, version, display_name as "displayName", about, country, currency, tier,
  created_at as "createdAt", verified_until as "verifiedUntil"`;

type Insert = [string, string, string, string, string, string, string, Date];

const insert = statement<Insert, never>(
  'sellers.insert',
  `insert into sellers (id, kind, state, display_name, about, country, currency, tier, created_at, updated_at)
   values ($1, $2, 'applied', $3, $4, $5, $6, $7, $8, $8)`,
);

const findAll = statement<[ids: readonly string[]], Seller>(
  'sellers.find-all',
  `select ${COLUMNS} from sellers where id = any($1::uuid[])`,
);

const hold = statement<[id: string], Seller>('sellers.hold', `select ${COLUMNS} from sellers where id = $1 for share`);

const update = statement<[string, number, string | null, string | null, Date], { id: string }>(
  'sellers.update-profile',
  `update sellers set display_name = coalesce($3, display_name), about = coalesce($4, about), version = version + 1,
          updated_at = $5
    where id = $1 and version = $2 returning id`,
);

const setLegal = statement<[string, string, string, string], never>(
  'sellers.set-legal-identity',
  'update sellers set legal_name_sealed = $2, tax_id_sealed = $3, tax_id_index = $4 where id = $1',
);

const findLegal = statement<[string], { legalName: string | null; taxId: string | null }>(
  'sellers.find-legal-identity',
  'select legal_name_sealed as "legalName", tax_id_sealed as "taxId" from sellers where id = $1',
);

type ListInput = [state: string | null, at: string | null, id: string | null, limit: number];

const list = statement<ListInput, Seller>(
  'sellers.list',
  `select ${COLUMNS} from sellers
    where ($1::text is null or state = $1) and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
    order by created_at desc, id desc limit $4`,
);

const legalNameContext = (sellerId: string): string => `sellers.legal_name.${sellerId}`;
const taxIdContext = (sellerId: string): string => `sellers.tax_id.${sellerId}`;

type TierInput = [id: string, from: string, to: string, at: Date];

const changeTier = statement<TierInput, { id: string }>(
  'sellers.change-tier',
  `update sellers set tier = $3, version = version + 1, updated_at = $4 where id = $1 and tier = $2 returning id`,
);

/** Of the terms in force, and never longer than they say. */
const verify = statement<[id: string, at: Date, days: number | null], VerifiedUntil>(
  'sellers.verify-until',
  `update sellers s set verified_until = $2::timestamptz + least(t.valid_days, coalesce($3::int, t.valid_days)) * interval '1 day',
          updated_at = $2::timestamptz
     from verification_terms_now() t where s.id = $1
   returning s.verified_until as "verifiedUntil", s.verified_until - t.notice_days * interval '1 day' as "noticeAt"`,
);

export interface VerifiedUntil {
  readonly verifiedUntil: Date;
  /** When the seller is told. */
  readonly noticeAt: Date;
}

/** Sellers: what is public about them, and sealed what is not. */
@Injectable()
export class SellersRepository {
  constructor(
    private readonly db: Db,
    private readonly cipher: FieldCipher,
    private readonly index: BlindIndex,
  ) {}

  async insert(tx: Tx, seller: NewSeller): Promise<void> {
    const { sellerId, kind, displayName, about, country, currency, tier, createdAt } = seller;
    await query(tx, insert, [sellerId, kind, displayName, about, country, currency, tier, createdAt]);
  }

  find(sellerIds: readonly string[], tx?: Tx): Promise<Seller[]> {
    return tx ? query(tx, findAll, [sellerIds]) : this.db.query(findAll, [sellerIds]);
  }

  /** @throws NotFound */
  async get(sellerId: string, tx?: Tx): Promise<Seller> {
    const [seller] = await this.find([sellerId], tx);
    if (!seller) throw new NotFound({ what: 'seller' });
    return seller;
  }

  /** Reads the seller and keeps it as it is until the transaction ends. @throws NotFound */
  async hold(tx: Tx, sellerId: string): Promise<Seller> {
    const seller = await queryOne(tx, hold, [sellerId]);
    if (!seller) throw new NotFound({ what: 'seller' });
    return seller;
  }

  /** False unless the seller is in the tier it is to leave. */
  async changeTier(tx: Tx, sellerId: string, { from, to }: { from: Tier; to: Tier }, at: Date): Promise<boolean> {
    return (await queryOne(tx, changeTier, [sellerId, from, to, at])) !== undefined;
  }

  /** The verification of this moment; `days` where the provider says less than the terms. */
  async verify(tx: Tx, sellerId: string, at: Date, days?: number): Promise<VerifiedUntil> {
    const until = await queryOne(tx, verify, [sellerId, at, days ?? null]);
    if (!until) throw new NotFound({ what: 'seller' });
    return until;
  }

  /** @throws StaleVersion */
  async update(
    tx: Tx,
    sellerId: string,
    version: number,
    change: { readonly displayName?: string; readonly about?: string },
    at: Date,
  ): Promise<void> {
    const { displayName = null, about = null } = change;
    const changed = await queryOne(tx, update, [sellerId, version, displayName, about, at]);
    if (!changed) throw new StaleVersion({});
  }

  async setLegalIdentity(tx: Tx, sellerId: string, { legalName, taxId }: LegalIdentity): Promise<void> {
    await query(tx, setLegal, [
      sellerId,
      this.cipher.seal(legalName, legalNameContext(sellerId)),
      this.cipher.seal(taxId, taxIdContext(sellerId)),
      this.index.of('tax-id', taxId),
    ]);
  }

  async legalIdentity(sellerId: string): Promise<LegalIdentity | undefined> {
    const sealed = await this.db.queryOne(findLegal, [sellerId]);
    if (!sealed?.legalName || !sealed.taxId) return undefined;
    return {
      legalName: this.cipher.open(sealed.legalName, legalNameContext(sellerId)),
      taxId: this.cipher.open(sealed.taxId, taxIdContext(sellerId)),
    };
  }

  /** Newest first, after the position. */
  list(
    state: SellerState | undefined,
    after: readonly [at: string, id: string] | undefined,
    limit: number,
  ): Promise<Seller[]> {
    return this.db.query(list, [state ?? null, after?.[0] ?? null, after?.[1] ?? null, limit]);
  }
}
