import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a seller is registered: it stands on the documents that are issued to it, and is sealed like its legal name. */
export class RegisteredAddresses1700000403001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table seller_registered_addresses (
        seller_id uuid primary key references sellers,
        version int not null default 1 constraint seller_registered_address_version check (version > 0),
        address_sealed text not null,
        changed_by text not null,
        changed_at timestamptz not null
      )`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table seller_registered_addresses');
  }
}
