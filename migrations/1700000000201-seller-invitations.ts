import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SellerInvitations1700000000201 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table seller_invitations (
        id uuid primary key,
        seller_id uuid not null references sellers,
        email_sealed text not null,
        email_index text not null,
        role text not null check (role in ('owner', 'manager', 'staff')),
        invited_by text not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        answer text check (answer in ('accepted', 'withdrawn')),
        answered_at timestamptz,
        check ((answer is null) = (answered_at is null))
      )`);
    await q.query(`create unique index seller_invitations_one_open on seller_invitations (seller_id, email_index)
                     where answer is null`);
    await q.query('create index seller_invitations_of_person on seller_invitations (email_index) where answer is null');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table seller_invitations');
  }
}
