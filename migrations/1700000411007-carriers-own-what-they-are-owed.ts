import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What carriers are owed belongs to each of them: what stood on the account without an owner is moved by journals. */
export class CarriersOwnWhatTheyAreOwed1700000411007 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(MOVE);
  }

  /** What was moved stays where it is. */
  async down(): Promise<void> {}
}

const MOVE = `
  do $$
  declare
    moved record;
    documents jsonb := '[]';
  begin
    for moved in
      select a.currency, ledger.place('carrier', coalesce(l.carrier, c.carrier)) as owner,
             sum(case e.side when 'C' then e.amount else -e.amount end)::bigint as amount
        from ledger.account a
        join ledger.entry e on e.account_id = a.id
        join ledger.journal j on j.id = e.journal_id
        left join labels l on j.source_type = 'label' and l.id::text = j.source_id
        left join carrier_invoices c on j.source_type = 'carrier_invoice' and c.id::text = j.source_id
       where a.type_code = 'carrier_payable' and a.owner_id is null and coalesce(l.carrier, c.carrier) is not null
       group by 1, 2 having sum(case e.side when 'C' then e.amount else -e.amount end) <> 0
    loop
      documents := documents || jsonb_build_array(jsonb_build_object('id', ledger.new_id(),
        'sourceType', 'account_owner', 'sourceId', 'carrier_payable:' || moved.owner, 'kind', 'moved:' || moved.currency,
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
