import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a currency is paid out by is proposed by one person and approved by another, version after version. */
export class PayoutTerms1700000417004 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(TERMS);
    await q.query(ceiling('payout_terms_in_force'));
    await q.query(`
      alter table payout_minimums
        drop column minimum, drop column retained, drop column automatic_up_to, drop column alarm_floor;
      alter table payout_minimums rename constraint payout_minimums_pkey to payout_currencies_pkey;
      alter table payout_minimums rename constraint payout_minimums_currency_fkey to payout_currencies_currency_fkey;
      alter table payout_minimums rename to payout_currencies;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table payout_currencies rename to payout_minimums;
      alter table payout_minimums rename constraint payout_currencies_pkey to payout_minimums_pkey;
      alter table payout_minimums rename constraint payout_currencies_currency_fkey to payout_minimums_currency_fkey;
      alter table payout_minimums
        add column minimum bigint check (minimum > 0),
        add column retained bigint not null default 0 check (retained >= 0),
        add column automatic_up_to bigint not null default 0 check (automatic_up_to >= 0),
        add column alarm_floor bigint not null default 0 check (alarm_floor >= 0);
      update payout_minimums m
         set (minimum, retained, automatic_up_to, alarm_floor) =
             (t.minimum, t.retained, t.automatic_up_to, t.alarm_floor)
        from payout_terms_in_force t where t.currency = m.currency;
      alter table payout_minimums alter column minimum set not null;
    `);
    await q.query(ceiling('payout_minimums'));
    await q.query(`
      drop view payout_terms_in_force;
      drop table payout_terms;
      drop function payout_terms_are_final();
    `);
  }
}

const TERMS = `
  create table payout_terms (
    id uuid not null constraint payout_terms_id unique,
    currency char(3) not null references ledger.currency,
    version integer not null check (version > 0),
    minimum bigint not null check (minimum > 0),
    retained bigint not null check (retained >= 0),
    automatic_up_to bigint not null check (automatic_up_to >= 0),
    alarm_floor bigint not null check (alarm_floor >= 0),
    note text,
    proposed_by text not null,
    proposed_at timestamptz not null,
    approved_by text,
    approved_at timestamptz,
    declined_by text,
    declined_at timestamptz,
    constraint payout_terms_version primary key (currency, version),
    constraint payout_terms_two_people
      check (coalesce(approved_by, declined_by, '') <> proposed_by and (approved_at is null or declined_at is null))
  );
  create unique index payout_terms_one_proposed on payout_terms (currency)
    where approved_at is null and declined_at is null;
  comment on column payout_terms.minimum is 'what is less is carried over';
  comment on column payout_terms.retained is 'what stays in the balance';
  comment on column payout_terms.automatic_up_to is 'a larger payout is approved by two people';
  comment on column payout_terms.alarm_floor is 'a day''s total up to which there is never an alarm';
  comment on column payout_terms.approved_at is 'In force from here until a higher version of the currency is';

  insert into payout_terms (id, currency, version, minimum, retained, automatic_up_to, alarm_floor, proposed_by,
                            proposed_at, approved_by, approved_at)
  select gen_random_uuid(), currency, 1, minimum, retained, automatic_up_to, alarm_floor, 'system',
         '2020-01-01T00:00:00Z', 'system:start', '2020-01-01T00:00:00Z'
    from payout_minimums;

  create function payout_terms_are_final() returns trigger language plpgsql as $$
  begin
    if tg_op = 'DELETE' or old.approved_at is not null or old.declined_at is not null or
       row(new.id, new.currency, new.version, new.minimum, new.retained, new.automatic_up_to, new.alarm_floor, new.note,
           new.proposed_by, new.proposed_at) is distinct from
       row(old.id, old.currency, old.version, old.minimum, old.retained, old.automatic_up_to, old.alarm_floor, old.note,
           old.proposed_by, old.proposed_at) then
      raise exception 'Terms of payouts are never changed, only decided about once' using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger payout_terms_are_final before update or delete on payout_terms
    for each row execute function payout_terms_are_final();

  create view payout_terms_in_force as
    select c.code as currency, t.version, t.minimum, t.retained, t.automatic_up_to, t.alarm_floor
      from ledger.currency c
     cross join lateral (select * from payout_terms p where p.currency = c.code and p.approved_at is not null
                          order by p.version desc limit 1) t;
  comment on view payout_terms_in_force is 'One row for each currency that is paid out';
`;

const ceiling = (terms: string): string => `
  create or replace function payout_day_ceiling(of_currency char(3), of_day date) returns bigint language sql stable as $$
    select greatest((select alarm_floor from ${terms} where currency = of_currency),
                    (select max(total) * 3 / 2 from payout_days
                      where currency = of_currency and day < of_day and day >= of_day - 30), 0)
  $$;
`;
