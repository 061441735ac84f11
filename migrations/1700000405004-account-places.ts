import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Accounts of providers and banks belong to the provider and the bank account, so that each clears for itself. What
 * stood on accounts without an owner is moved by journals; their entries stay as they are.
 */
export class AccountPlaces1700000405004 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(PLACE);
    await q.query(FINGERPRINT);
    await q.query(repeated(CONFLICT, CONFLICT_WITH_PLACES));
    await q.query(openEntries(WITH_OWNER));
    await q.query(MOVE);
  }

  /** What was moved stays where it is. */
  async down(q: QueryRunner): Promise<void> {
    await q.query(openEntries(WITHOUT_OWNER));
    await q.query(repeated(CONFLICT_WITH_PLACES, CONFLICT));
    await q.query(`
      drop function ledger.without_places(jsonb);
      drop function ledger.place(text, text);
    `);
  }
}

const PLACE = `
  create function ledger.place(kind text, name text) returns uuid language sql immutable strict as $$
    select (substr(hex, 1, 12) || '80' || substr(hex, 13, 2) || '80' || substr(hex, 15))::uuid
      from (select encode(convert_to(rpad(left(kind, 1) || name, 14), 'LATIN1'), 'hex') as hex) spelled
  $$;
  comment on function ledger.place(text, text) is 'The owner of the accounts of a psp, bank, jurisdiction or carrier';
  grant execute on function ledger.place(text, text) to public;
`;

/** A source that was posted before its accounts had owners is the same source when it comes again. */
const FINGERPRINT = `
  create function ledger.without_places(journal jsonb) returns jsonb language sql stable as $$
    select jsonb_set(journal, '{lines}', (
      select jsonb_agg(case when t.owner_dimension in ('psp', 'bank', 'jurisdiction', 'carrier') and t.mode = 'deferred'
                            then line - 'owner' else line end order by nth)
        from jsonb_array_elements(journal -> 'lines') with ordinality as l(line, nth)
        left join ledger.account_type t on t.code = line ->> 'account'))
  $$;
  revoke execute on function ledger.without_places(jsonb) from public;
`;

const CONFLICT = 'j.fingerprint <> ledger.fingerprint(doc)';
const CONFLICT_WITH_PLACES =
  'j.fingerprint not in (ledger.fingerprint(doc), ledger.fingerprint(ledger.without_places(doc)))';

/** Only a source that comes again gets there: the way of one that is new is not a step longer. */
const repeated = (from: string, to: string): string => `
  do $$
  declare
    present text := pg_get_functiondef('ledger.post(jsonb)'::regprocedure);
    wanted text := replace(present, '${from}', '${to}');
  begin
    if wanted = present then raise exception 'ledger.post compares no fingerprints'; end if;
    execute wanted;
  end $$;
`;

interface OfProvider {
  readonly provider: string;
  readonly where: string;
}

const WITH_OWNER: OfProvider = {
  provider: `coalesce(p.provider, o.provider,
    (select r.provider from reconciliation_accounts r
      where r.kind = 'provider' and a.owner_id = ledger.place('psp', r.provider) limit 1))`,
  where: `j.source_type <> 'account_owner' and`,
};
const WITHOUT_OWNER: OfProvider = { provider: 'coalesce(p.provider, o.provider)', where: '' };

const openEntries = ({ provider, where }: OfProvider): string => `
  create or replace view reconciliation_open_entries as
    select e.journal_id, e.line, a.type_code as account, e.currency, case e.side when 'D' then e.amount else -e.amount end as amount,
           j.source_type, j.source_id, j.effective_at,
           case when j.source_type = 'bank_receipt' and split_part(j.kind, ':', 1) in ('unknown', 'invoice_paid', 'recovered')
                then 'receipt' else split_part(j.kind, ':', 1) end as source_kind,
           ${provider} as provider
      from ledger.entry e
      join ledger.account a on a.id = e.account_id and a.type_code in ('psp_clearing', 'bank_client')
      join ledger.journal j on j.id = e.journal_id
      left join payments p on p.id = j.payment_id
      left join payouts o on o.id = j.payout_id
     where ${where} not exists (select from reconciliation_matched_entries m
                                 where m.journal_id = e.journal_id and m.line = e.line);
`;

/** Of a provider what its payments, payouts and reports moved; of banks all, to the one that is there by default. */
const MOVE = `
  do $$
  declare
    moved record;
    documents jsonb := '[]';
  begin
    for moved in
      with clearing as (
        select a.type_code, a.currency, case e.side when 'D' then e.amount else -e.amount end as amount,
               ledger.place('psp', coalesce(p.provider, o.provider, s.provider,
                 case j.source_type when 'psp_balance_txn' then split_part(j.source_id, ':', 1) end)) as owner
          from ledger.account a join ledger.entry e on e.account_id = a.id join ledger.journal j on j.id = e.journal_id
          left join payments p on p.id = j.payment_id
          left join payouts o on o.id = j.payout_id
          left join lateral (
            select r.provider from reconciliation_items i
              join reconciliation_accounts r on r.id = i.account_id and r.kind = 'provider'
             where j.source_type = 'psp_settlement' and i.kind = 'settlement' and i.reference = j.source_id limit 1) s on true
         where a.type_code = 'psp_clearing' and a.owner_id is null
        union all
        select type_code, currency, debit - credit, ledger.place('bank', 'main') from ledger.account_balance
         where type_code in ('bank_client', 'bank_operating') and owner_id is null)
      select type_code, currency, owner, sum(amount)::bigint as amount from clearing
       where owner is not null group by 1, 2, 3 having sum(amount) <> 0
    loop
      documents := documents || jsonb_build_array(jsonb_build_object('id', ledger.new_id(),
        'sourceType', 'account_owner', 'sourceId', moved.type_code || ':' || moved.owner, 'kind', 'moved:' || moved.currency,
        'effectiveAt', clock_timestamp(), 'actorType', 'system', 'actorId', 'migration',
        'lines', jsonb_build_array(
          jsonb_build_object('account', moved.type_code, 'owner', moved.owner, 'currency', moved.currency,
                             'amount', abs(moved.amount), 'side', case when moved.amount > 0 then 'D' else 'C' end),
          jsonb_build_object('account', moved.type_code, 'currency', moved.currency,
                             'amount', abs(moved.amount), 'side', case when moved.amount > 0 then 'C' else 'D' end))));
    end loop;
    if documents <> '[]' then
      perform ledger.post(documents);
      set constraints all immediate;
    end if;
  end $$;
`;
