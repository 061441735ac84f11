import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { lookupKeyOf, nameKey } from './brand.domain.js';
import { AlreadyAuthorised, BrandNameTaken } from './catalog.errors.js';

export interface BrandRow {
  readonly id: Id<'brd'>;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly isGated: boolean;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface AuthorisationRow {
  readonly brandId: Id<'brd'>;
  readonly sellerId: Id<'sel'>;
  readonly evidence: string;
  readonly validUntil: Date | null;
  readonly grantedAt: Date;
  readonly revokedAt: Date | null;
}

export interface BrandChange {
  readonly name?: string;
  readonly aliases?: readonly string[];
  readonly isGated?: boolean;
}

const ROW = `id, name, aliases, is_gated as "isGated", version, created_at as "createdAt", updated_at as "updatedAt"`;
const AUTHORISATION = `brand_id as "brandId", seller_id as "sellerId", evidence, valid_until as "validUntil",
  granted_at as "grantedAt", revoked_at as "revokedAt"`;

const byIds = statement<[ids: readonly string[]], BrandRow>(
  'catalog.brands_by_ids',
  `select ${ROW} from brands where id = any($1::uuid[])`,
);
const withKeys = statement<[keys: readonly string[]], BrandRow>(
  'catalog.brands_with_keys',
  `select ${ROW} from brands where lookup_keys && $1::text[] order by name_key`,
);
const listed = statement<[after: string, limit: number], BrandRow>(
  'catalog.brands_listed',
  `select ${ROW} from brands where name_key > $1 order by name_key limit $2`,
);
const inserted = statement<[string, string, string, readonly string[], boolean, Date, readonly string[]], never>(
  'catalog.insert_brand',
  `insert into brands (id, name, name_key, aliases, is_gated, created_at, updated_at, lookup_keys)
   values ($1, $2, $3, $4, $5, $6, $6, $7)`,
);
const changed = statement<
  [string, number, string | null, string | null, readonly string[] | null, boolean | null, Date],
  { readonly id: string; readonly name: string; readonly aliases: readonly string[] }
>(
  'catalog.change_brand',
  `update brands set name = coalesce($3, name), name_key = coalesce($4, name_key), aliases = coalesce($5, aliases),
          is_gated = coalesce($6, is_gated), version = version + 1, updated_at = $7
    where id = $1 and version = $2 returning id, name, aliases`,
);
const keyed = statement<[id: string, keys: readonly string[]], never>(
  'catalog.key_brand',
  'update brands set lookup_keys = $2 where id = $1',
);
const authorised = statement<[string, string, string, Date | null, string, Date], AuthorisationRow>(
  'catalog.authorise_seller',
  `insert into brand_authorisations (brand_id, seller_id, evidence, valid_until, granted_by, granted_at)
   values ($1, $2, $3, $4, $5, $6) returning ${AUTHORISATION}`,
);
const revoked = statement<[string, string, string, Date], AuthorisationRow>(
  'catalog.revoke_authorisation',
  `update brand_authorisations set revoked_by = $3, revoked_at = $4
    where brand_id = $1 and seller_id = $2 and revoked_at is null returning ${AUTHORISATION}`,
);
const isAuthorised = statement<[string, string, Date], { readonly live: boolean }>(
  'catalog.is_authorised',
  `select true as live from brand_authorisations
    where brand_id = $1 and seller_id = $2 and revoked_at is null and (valid_until is null or valid_until > $3)`,
);

const keysOf = ({ name, aliases }: Pick<BrandRow, 'name' | 'aliases'>): string[] => [
  ...new Set([name, ...aliases].map(lookupKeyOf)),
];

const refuseSameName = (name: string) => (error: unknown) => {
  throw violatedConstraint(error) === 'brands_name_unique' ? new BrandNameTaken({ name }) : error;
};

@Injectable()
export class BrandsRepository {
  constructor(private readonly db: Db) {}

  find(ids: readonly string[]): Promise<BrandRow[]> {
    return this.db.query(byIds, [ids]);
  }

  findIn(tx: Tx, id: string): Promise<BrandRow | undefined> {
    return queryOne(tx, byIds, [[id]]);
  }

  /** Those of which a name has one of the keys. */
  withKeys(keys: readonly string[]): Promise<BrandRow[]> {
    return this.db.query(withKeys, [keys]);
  }

  list(after: string, limit: number): Promise<BrandRow[]> {
    return this.db.query(listed, [after, limit]);
  }

  async insert(tx: Tx, id: Id<'brd'>, brand: Required<BrandChange>, at: Date): Promise<void> {
    const { name, aliases, isGated } = brand;
    const values = [id, name, nameKey(name), aliases, isGated, at, keysOf({ name, aliases })] as const;
    await query(tx, inserted, [...values]).catch(refuseSameName(name));
  }

  /** Whether the brand had the version and is changed. */
  async change(tx: Tx, id: string, version: number, change: BrandChange, at: Date): Promise<boolean> {
    const { name, aliases = null, isGated = null } = change;
    const key = name ? nameKey(name) : null;
    const values = [id, version, name ?? null, key, aliases, isGated, at] as const;
    const [row] = await query(tx, changed, [...values]).catch(refuseSameName(name ?? ''));
    if (row) await query(tx, keyed, [id, keysOf(row)]);
    return row !== undefined;
  }

  async authorise(
    tx: Tx,
    grant: { brandId: string; sellerId: string; evidence: string; validUntil: Date | null; by: string; at: Date },
  ): Promise<AuthorisationRow> {
    const { brandId, sellerId, evidence, validUntil, by, at } = grant;
    const row = await queryOne(tx, authorised, [brandId, sellerId, evidence, validUntil, by, at]).catch(
      (error: unknown) => {
        const isSecond = violatedConstraint(error) === 'brand_authorisations_one_live';
        throw isSecond ? new AlreadyAuthorised({}) : error;
      },
    );
    return row as AuthorisationRow;
  }

  revoke(tx: Tx, brandId: string, sellerId: string, by: string, at: Date): Promise<AuthorisationRow | undefined> {
    return queryOne(tx, revoked, [brandId, sellerId, by, at]);
  }

  async isAuthorised(brandId: string, sellerId: string, at: Date): Promise<boolean> {
    return (await this.db.queryOne(isAuthorised, [brandId, sellerId, at])) !== undefined;
  }
}
