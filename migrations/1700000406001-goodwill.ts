import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What staff give away: within a limit by role alone, above it by two people; limits are data. */
export class Goodwill1700000406001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(LIMITS);
    await q.query(GRANTS);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table goodwill_grants;
      drop table goodwill_days;
      drop table goodwill_limits;
      drop function goodwill_limits_are_final();
      drop function goodwill_terms_are_fixed();
      delete from lifecycle_history where subject_type = 'goodwill';
    `);
  }
}

const LIMITS = `
  create table goodwill_limits (
    role text not null check (role in ('moderator', 'risk', 'finance', 'admin')),
    currency char(3) not null references ledger.currency,
    version integer not null check (version > 0),
    daily bigint not null check (daily >= 0),
    -- Null: as of the start.
    set_by uuid,
    set_at timestamptz not null,
    primary key (role, currency, version)
  );
  comment on column goodwill_limits.daily is
    'What one person with the role gives away alone on one day (UTC), in minor units; the latest version is in force';

  create function goodwill_limits_are_final() returns trigger language plpgsql as $$
  begin
    raise exception 'A limit is never changed, only followed by another version' using errcode = 'restrict_violation';
  end $$;
  create trigger goodwill_limits_are_final before update or delete on goodwill_limits
    for each row execute function goodwill_limits_are_final();

  insert into goodwill_limits (role, currency, version, daily, set_at)
  select role, currency, 1, daily * unit, timestamptz '2026-01-01'
    from (values ('moderator', 25), ('risk', 25), ('finance', 100), ('admin', 100)) r (role, daily)
   cross join (values ('USD', 100), ('EUR', 100), ('GBP', 100), ('BRL', 500), ('CNY', 700), ('JPY', 150), ('KWD', 300))
     c (currency, unit);

  create table goodwill_days (
    person_id uuid not null,
    currency char(3) not null references ledger.currency,
    day date not null,
    allowance bigint not null,
    given bigint not null check (given > 0),
    primary key (person_id, currency, day),
    constraint goodwill_days_allowance check (given <= allowance)
  );
  comment on table goodwill_days is 'What one person has given away alone on one day';
`;

const GRANTS = `
  create table goodwill_grants (
    id uuid primary key,
    beneficiary text not null check (beneficiary in ('buyer', 'seller')),
    beneficiary_id uuid not null,
    currency char(3) not null references ledger.currency,
    amount bigint not null check (amount > 0),
    reason text not null,
    state text not null default 'proposed' check (state in ('proposed', 'granted', 'declined')),
    version integer not null default 1,
    updated_at timestamptz not null,
    is_within_limit boolean not null,
    proposed_by uuid not null,
    proposed_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    constraint goodwill_four_eyes check (decided_by <> proposed_by),
    constraint goodwill_not_to_oneself check (beneficiary_id <> proposed_by and beneficiary_id is distinct from decided_by),
    constraint goodwill_granted check (state = 'proposed' or is_within_limit or decided_by is not null),
    constraint goodwill_decided check ((decided_by is null) = (decided_at is null))
  );
  create index goodwill_grants_state on goodwill_grants (state, id desc);
  create index goodwill_grants_beneficiary on goodwill_grants (beneficiary_id, id desc);

  create function goodwill_terms_are_fixed() returns trigger language plpgsql as $$
  begin
    if (new.beneficiary, new.beneficiary_id, new.currency, new.amount, new.is_within_limit, new.proposed_by)
       is distinct from
       (old.beneficiary, old.beneficiary_id, old.currency, old.amount, old.is_within_limit, old.proposed_by) then
      raise exception 'what is given, and to whom, is fixed' using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger goodwill_terms_are_fixed before update on goodwill_grants
    for each row execute function goodwill_terms_are_fixed();
`;
