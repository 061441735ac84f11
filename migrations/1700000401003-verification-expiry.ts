import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Until when a seller's verification holds, how long before that the seller is told, and how it is renewed. */
export class VerificationExpiry1700000401003 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(TERMS);
    await q.query(SELLERS);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      delete from deadlines where kind in ('sellers.verification-notice', 'sellers.verification-expiry');
      drop view seller_standings;
      create view seller_standings as
        select s.id as seller_id, s.tier, s.state, s.created_at,
               coalesce((select max(v.decided_at) from seller_verifications v
                          where v.seller_id = s.id and v.outcome = 'verified'), s.created_at) as verified_at
          from sellers s;
      alter table seller_verifications drop column is_renewal, drop column identity_sealed;
      alter table sellers drop column verified_until;
      drop function verification_terms_now();
      alter table tier_thresholds drop column verification_notice_days;
    `);
  }
}

/** The answer is a contract: sellers ask it when a verification is decided. */
const TERMS = `
  alter table tier_thresholds
    add column verification_notice_days integer not null default 30
      constraint tier_thresholds_verification_notice check (verification_notice_days between 0 and 365);
  alter table tier_thresholds alter column verification_notice_days drop default;
  comment on column tier_thresholds.verification_notice_days is
    'How long before a verification expires its seller is told';

  create function verification_terms_now() returns table (valid_days integer, notice_days integer)
    language sql stable as $$
    select verification_days, verification_notice_days from tier_thresholds order by version desc limit 1
  $$;
`;

const SELLERS = `
  alter table sellers add column verified_until timestamptz;
  comment on column sellers.verified_until is 'No payout leaves afterwards; null: not verified yet, or without an end';
  update sellers s set verified_until = st.verified_at + t.valid_days * interval '1 day'
    from seller_standings st, verification_terms_now() t
   where st.seller_id = s.id and s.state in ('active', 'restricted', 'suspended');
  insert into deadlines (kind, subject_id, due_at)
    select 'sellers.verification-expiry', id::text, verified_until from sellers where verified_until is not null
    union all
    select 'sellers.verification-notice', s.id::text, s.verified_until - t.notice_days * interval '1 day'
      from sellers s, verification_terms_now() t where s.verified_until is not null;

  alter table seller_verifications
    add column is_renewal boolean not null default false,
    add column identity_sealed text,
    add constraint seller_verifications_renewal check (is_renewal = (identity_sealed is not null));
  comment on column seller_verifications.identity_sealed is
    'Name and tax id as a verified seller gave them anew; they count when the renewal is verified';

  create or replace view seller_standings as
    select s.id as seller_id, s.tier, s.state, s.created_at,
           coalesce((select max(v.decided_at) from seller_verifications v
                      where v.seller_id = s.id and v.outcome = 'verified'), s.created_at) as verified_at,
           s.verified_until
      from sellers s;
`;
