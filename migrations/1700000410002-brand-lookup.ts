import type { MigrationInterface, QueryRunner } from 'typeorm';
import { lookupKeyOf } from './data/brand-lookup.js';

interface Brand {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
}

/** What a text must contain to name a brand, so that screening a listing reads the few brands it may name. */
export class BrandLookup1700000410002 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table brands add lookup_keys text[] not null default '{}'`);
    const brands = (await q.query('select id, name, aliases from brands')) as Brand[];
    const keys = brands.map(({ id, name, aliases }) => ({
      id,
      keys: [...new Set([name, ...aliases].map(lookupKeyOf))],
    }));
    await q.query(
      `update brands b set lookup_keys = array(select jsonb_array_elements_text(k.keys))
         from jsonb_to_recordset($1::jsonb) as k(id uuid, keys jsonb) where k.id = b.id`,
      [JSON.stringify(keys)],
    );
    await q.query('alter table brands alter lookup_keys drop default');
    await q.query('create index brands_lookup_keys on brands using gin (lookup_keys)');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('alter table brands drop column lookup_keys');
  }
}
