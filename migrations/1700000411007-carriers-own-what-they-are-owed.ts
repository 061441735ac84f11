import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What carriers are owed belongs to each of them: what stood on the account without an owner is moved by journals. */
export class CarriersOwnWhatTheyAreOwed1700000411007 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(moveFromNobody(OWED_BY_NOBODY));
  }

  /** Everything that is owed to carriers is moved back; the journals of both ways stay. */
  async down(q: QueryRunner): Promise<void> {
    await q.query(moveFromNobody(OWED_TO_CARRIERS));
  }
}

const NET = `sum(case e.side when 'C' then e.amount else -e.amount end)::bigint`;

/** By carrier, what stands on the account without an owner, less what was moved from there before. */
const OWED_BY_NOBODY = `
  select a.currency, ${NET} as amount,
         case j.source_type when 'account_owner' then split_part(j.source_id, ':', 2)::uuid
           else ledger.place('carrier', coalesce(l.carrier, c.carrier)) end as owner
    from ledger.account a
    join ledger.entry e on e.account_id = a.id
    join ledger.journal j on j.id = e.journal_id
    left join labels l on j.source_type = 'label' and l.id::text = j.source_id
    left join carrier_invoices c on j.source_type = 'carrier_invoice' and c.id::text = j.source_id
   where a.type_code = 'carrier_payable' and a.owner_id is null
     and (coalesce(l.carrier, c.carrier) is not null or j.source_type = 'account_owner')
   group by a.currency, owner having ${NET} <> 0`;

/** The other way round: what stands on the accounts of carriers is to be missing there. */
const OWED_TO_CARRIERS = `
  select a.currency, -${NET} as amount, a.owner_id as owner
    from ledger.account a join ledger.entry e on e.account_id = a.id
   where a.type_code = 'carrier_payable' and a.owner_id is not null
   group by a.currency, a.owner_id having ${NET} <> 0`;

/** Each time that something is moved has a key of its own; the first has no number. */
const moveFromNobody = (found: string): string => `
  do $$
  declare
    moved record;
    times int;
    documents jsonb := '[]';
  begin
    for moved in ${found}
    loop
      select count(*) into times from ledger.journal
       where source_type = 'account_owner' and source_id = 'carrier_payable:' || moved.owner
         and split_part(kind, ':', 2) = moved.currency;
      documents := documents || jsonb_build_array(jsonb_build_object('id', ledger.new_id(),
        'sourceType', 'account_owner', 'sourceId', 'carrier_payable:' || moved.owner,
        'kind', 'moved:' || moved.currency || case times when 0 then '' else ':' || times end,
        'effectiveAt', clock_timestamp(), 'actorType', 'system', 'actorId', 'migration',
        'lines', jsonb_build_array(
          jsonb_build_object('account', 'carrier_payable', 'currency', moved.currency, 'amount', abs(moved.amount),
                             'side', case when moved.amount > 0 then 'D' else 'C' end),
          jsonb_build_object('account', 'carrier_payable', 'owner', moved.owner, 'currency', moved.currency,
                             'amount', abs(moved.amount), 'side', case when moved.amount > 0 then 'C' else 'D' end))));
    end loop;
    if documents <> '[]' then
      perform ledger.post(documents);
      set constraints all immediate;
    end if;
  end $$;
`;
