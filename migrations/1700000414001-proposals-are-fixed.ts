import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a second person decides about is what the first one has written: nothing of it changes in between, or afterwards. */
export class ProposalsAreFixed1700000414001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(FIXED);
    for (const [table, columns] of Object.entries(TERMS)) {
      const list = columns.map((column) => `'${column}'`).join(', ');
      await q.query(`create trigger ${table}_are_fixed before update on ${table}
                       for each row execute function terms_are_fixed(${list})`);
    }
    await q.query(`create trigger credit_line_versions_are_final before update or delete on credit_line_versions
                     for each row execute function versions_are_final()`);
    await q.query(`
      alter table invoice_write_offs
        add constraint invoice_write_offs_amount check (amount > 0),
        add constraint invoice_write_offs_approved check (state <> 'approved' or amount is not null)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table invoice_write_offs
        drop constraint invoice_write_offs_approved, drop constraint invoice_write_offs_amount`);
    await q.query('drop trigger credit_line_versions_are_final on credit_line_versions');
    for (const table of Object.keys(TERMS)) await q.query(`drop trigger ${table}_are_fixed on ${table}`);
    await q.query('drop function versions_are_final()');
    await q.query('drop function terms_are_fixed()');
  }
}

/** Which columns say what it is about. */
const TERMS: Readonly<Record<string, readonly string[]>> = {
  credit_transfers: [
    ...['buyer_id', 'currency', 'amount', 'holder_sealed', 'account_sealed', 'account_last4', 'reason'],
    ...['proposed_by', 'proposed_at'],
  ],
  write_offs: ['seller_id', 'currency', 'amount', 'reason', 'proposed_by', 'proposed_at'],
  invoice_write_offs: ['invoice_id', 'reason', 'proposed_by', 'proposed_at'],
  carrier_invoices: ['carrier', 'number', 'currency', 'total', 'labels', 'recorded_by', 'recorded_at'],
  order_requests: [
    ...['company_id', 'requested_by', 'cart_id', 'payment_method', 'payment_currency', 'quote_version', 'totals'],
    ...['lines', 'details_sealed', 'note', 'requested_at'],
  ],
};

const FIXED = `
  create function terms_are_fixed() returns trigger language plpgsql as $$
  declare
    term text;
  begin
    foreach term in array tg_argv loop
      if to_jsonb(new) -> term is distinct from to_jsonb(old) -> term then
        raise exception '% of % is fixed', term, tg_table_name using errcode = 'restrict_violation';
      end if;
    end loop;
    return new;
  end $$;
  comment on function terms_are_fixed() is 'Refuses a change of the columns that the trigger names';

  create function versions_are_final() returns trigger language plpgsql as $$
  begin
    raise exception 'A version is never changed, only followed by another' using errcode = 'restrict_violation';
  end $$;
`;
