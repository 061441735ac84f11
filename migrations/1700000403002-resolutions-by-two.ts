import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A break of much money is closed by two people: one says what it is, another one confirms just that. */
export class ResolutionsByTwo1700000403002 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(TABLES);
    await q.query(GUARDS);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop trigger reconciliation_four_eyes on reconciliation_items;
      drop function reconciliation_four_eyes();
      drop table reconciliation_proposals;
      drop function reconciliation_proposal_fixed();
      drop table reconciliation_thresholds;
    `);
  }
}

const TABLES = `
  create table reconciliation_thresholds (
    currency char(3) primary key references ledger.currency,
    amount bigint not null check (amount >= 0)
  );
  comment on table reconciliation_thresholds is
    'A break of more is closed by two people, and so is every break of a currency that is not here; minor units';
  -- 1,000 US dollars, and about as much.
  insert into reconciliation_thresholds (currency, amount)
    select v.currency, v.amount
      from (values ('BRL', 500000), ('CNY', 700000), ('EUR', 100000), ('GBP', 80000), ('JPY', 150000), ('KWD', 300000),
                   ('USD', 100000)) as v(currency, amount)
      join ledger.currency c on c.code = v.currency;

  create table reconciliation_proposals (
    id uuid primary key,
    item_id uuid not null references reconciliation_items,
    resolution text not null,
    reference text,
    reason text,
    currency char(3) not null references ledger.currency,
    amount bigint not null check (amount > 0),
    binding_hash text not null check (binding_hash ~ '^[0-9a-f]{64}$'),
    proposed_by uuid not null,
    proposed_at timestamptz not null,
    decision text check (decision in ('confirmed', 'declined')),
    decided_by uuid,
    decided_at timestamptz,
    constraint reconciliation_proposals_decided
      check ((decision is null) = (decided_by is null) and (decision is null) = (decided_at is null)),
    constraint reconciliation_proposals_four_eyes check (decision is distinct from 'confirmed' or decided_by <> proposed_by)
  );
  create unique index reconciliation_proposals_one_open on reconciliation_proposals (item_id) where decision is null;
  create index reconciliation_proposals_of on reconciliation_proposals (item_id, proposed_at);
  comment on column reconciliation_proposals.binding_hash is 'SHA-256 of the break, the amount and the journal';
`;

const GUARDS = `
  create function reconciliation_proposal_fixed() returns trigger language plpgsql as $$
  begin
    if tg_op = 'DELETE' or old.decision is not null
       or (new.id, new.item_id, new.resolution, new.reference, new.reason, new.currency, new.amount, new.binding_hash,
           new.proposed_by, new.proposed_at)
       is distinct from
       (old.id, old.item_id, old.resolution, old.reference, old.reason, old.currency, old.amount, old.binding_hash,
        old.proposed_by, old.proposed_at)
    then
      raise exception 'what was proposed is fixed, and decided once'
        using errcode = '23514', constraint = 'reconciliation_proposal_fixed';
    end if;
    return new;
  end $$;
  create trigger fixed before update or delete on reconciliation_proposals
    for each row execute function reconciliation_proposal_fixed();

  -- Whoever closes it, and with it the other lines of the same source: above the threshold there is a confirmed proposal
  -- of just this decision, and the journal that stands for the break moves just what was proposed.
  create function reconciliation_four_eyes() returns trigger language plpgsql as $$
  declare
    exposure bigint := abs(case old.status when 'amount_diff' then coalesce(old.difference, old.amount) else old.amount end);
  begin
    if exposure > coalesce((select t.amount from reconciliation_thresholds t where t.currency = new.currency), 0)
       and not exists (
         select from reconciliation_proposals p
           join reconciliation_items i on i.id = p.item_id
          where p.decision = 'confirmed' and p.decided_by = new.resolved_by and p.decided_at = new.resolved_at
            and p.resolution = new.resolution and p.currency = new.currency
            and (i.id = new.id or (i.account_id, i.source_type, i.source_id, i.source_kind)
                                = (new.account_id, new.source_type, new.source_id, new.source_kind))
            and (i.id <> new.id or p.amount = exposure)
            and (new.booked_journal_id is not distinct from old.booked_journal_id
                 or p.amount = (select sum(e.amount) from ledger.entry e
                                 where e.journal_id = new.booked_journal_id and e.side = 'D')))
    then
      raise exception 'two people have to close the break'
        using errcode = '23514', constraint = 'reconciliation_four_eyes';
    end if;
    return new;
  end $$;
  create trigger reconciliation_four_eyes before update of status on reconciliation_items for each row
    when (old.status not in ('matched', 'ignored_with_reason') and new.status in ('matched', 'ignored_with_reason')
          and new.resolved_by is not null)
    execute function reconciliation_four_eyes();
`;
