import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether an account is open is looked at under the lock that freezing takes, by holds as by postings. */
export class HoldsOfFrozenAccounts1700000422001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(changed(FOUND, LOCKED));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(changed(LOCKED, FOUND));
  }
}

const changed = (from: string, to: string): string => `
  do $do$
  declare
    present text := pg_get_functiondef('ledger.place_hold(jsonb)'::regprocedure);
    wanted text := replace(present, $from$${from}$from$, $to$${to}$to$);
  begin
    if wanted = present then raise exception 'ledger.place_hold is not what it was'; end if;
    execute wanted;
  end $do$;
`;

const FOUND = `    if account.status <> 'open' then
`;
const LOCKED = `    perform from ledger.balance b where b.account_id = account.id for no key update;
    select a.id, a.status into account from ledger.account a where a.id = account.id;
    if account.status <> 'open' then
`;
