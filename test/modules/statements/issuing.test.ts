import { randomUUID } from 'node:crypto';
import { IssueStatements } from '../../../src/modules/statements/issue-statements.js';
import type { TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import { post } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';
import { idOf, monthAt, periodOf, posted, startStatements, statementsOf, travel } from './statements-app.js';

let app: TestApp;
let finance: Person;

beforeAll(async () => {
  app = await startStatements();
  finance = await staff(app, 'finance');
  await travel(app, monthAt(app, 1, 9, 12));
});
afterAll(() => app.stop());

const rows = () =>
  app.sql(`select (select count(*) from seller_statements)::int as statements,
                  (select count(*) from seller_statement_lines)::int as lines,
                  (select count(*) from fee_invoices)::int as invoices`);
/** Of one seller; all others get theirs in the same run. */
const rowsOf = (seller: ActiveSeller) =>
  app.sql(
    `select (select count(*) from seller_statements where seller_id = $1)::int as statements,
            (select count(*) from seller_statement_books where seller_id = $1)::int as books,
            (select count(*) from seller_statement_lines l join ledger.entry e using (journal_id, line)
               join ledger.account a on a.id = e.account_id where a.owner_id = $1)::int as lines`,
    [idOf(seller)],
  );
const NOTHING = [{ statements: 0, books: 0, lines: 0 }];
/** Sales of 1.00, of which the platform keeps 0.10. */
const SALES = `
  select count(*) from ledger.post((select jsonb_agg(jsonb_build_object(
    'id', ledger.new_id(), 'sourceType', 'test', 'sourceId', $1 || ':' || nth, 'kind', 'sold',
    'effectiveAt', $2::timestamptz, 'actorType', 'system', 'actorId', 'test', 'lines', jsonb_build_array(
      jsonb_build_object('account', 'psp_clearing', 'side', 'D', 'amount', 100, 'currency', 'USD'),
      jsonb_build_object('account', 'seller_available', 'owner', $1, 'side', 'C', 'amount', 90, 'currency', 'USD'),
      jsonb_build_object('account', 'commission_revenue', 'side', 'C', 'amount', 10, 'currency', 'USD',
                         'memo', 'fees:' || $1))))
    from generate_series($3::int + 1, $3::int + $4::int) nth))`;

/** Nobody writes more than 5,000 lines at once. */
const BOUND = `
  create function bounded() returns trigger language plpgsql as $$
  begin
    if (select count(*) from added) > 5000 then raise exception 'too many at once'; end if;
    return null;
  end $$;
  create trigger bounded after insert on seller_statement_lines referencing new table as added
    for each statement execute function bounded();
  create trigger bounded after insert on fee_invoice_entries referencing new table as added
    for each statement execute function bounded()`;

const issued = (body: object, token = finance.token) => post(app, token, '/v1/finance/statements', body);

describe('issuing', () => {
  it('makes nothing a second time, and one of each when two run at once', async () => {
    const sellers = [await activeSeller(app), await activeSeller(app)];
    for (const seller of sellers) await posted(app, seller, monthAt(app, 0, 3), { seller_available: 250 });
    await travel(app, monthAt(app, 1, 0, 2));

    await Promise.all([app.get(IssueStatements).run(), app.get(IssueStatements).run()]);
    const once = await rows();
    await app.get(IssueStatements).run();
    await travel(app, monthAt(app, 0, 0, 6));

    expect(await rows()).toEqual(once);
    for (const seller of sellers) expect(await statementsOf(app, seller)).toMatchObject([{ number: 1, entryCount: 1 }]);
  });

  it('that is interrupted leaves nothing behind and is made up for by the next run', async () => {
    const seller = await activeSeller(app);
    await posted(app, seller, monthAt(app, 0, 3), { seller_available: 250 });
    await app.sql(`
      create function stop() returns trigger language plpgsql as $$ begin raise exception 'power cut'; end $$;
      create trigger stop before insert on seller_statement_kinds for each row execute function stop()`);
    await travel(app, monthAt(app, 1, 0, 2));

    await expect(app.get(IssueStatements).run()).rejects.toThrow('could not be issued');
    const between = await rowsOf(seller);
    await app.sql('drop function stop cascade');
    await travel(app, monthAt(app, 0, 0, 5));

    expect(between).toEqual(NOTHING);
    expect(await statementsOf(app, seller)).toMatchObject([{ number: 1, closing: { amount: 250 } }]);
  });

  it('finds entries whose identifiers are older than those that were listed', async () => {
    const seller = await activeSeller(app);
    await posted(app, seller, monthAt(app, 0, 3), { seller_available: 250 });
    await travel(app, monthAt(app, 1, 0, 5));
    const at = monthAt(app, 0, 4).toISOString();
    await app.sql('select * from ledger.post($1::jsonb)', [
      JSON.stringify([
        {
          ...{ id: '01890000-0000-7000-8000-000000000001', sourceType: 'test', sourceId: randomUUID(), kind: 'old' },
          ...{ effectiveAt: at, actorType: 'system', actorId: 'test' },
          lines: [
            { account: 'psp_clearing', owner: null, side: 'D', amount: 11, currency: 'USD' },
            { account: 'seller_available', owner: idOf(seller), side: 'C', amount: 11, currency: 'USD' },
          ],
        },
      ]),
    ]);

    await travel(app, monthAt(app, 1, 0, 5));

    expect(await statementsOf(app, seller)).toMatchObject([
      { closing: { amount: 250 } },
      { opening: { amount: 250 }, entryCount: 1, closing: { amount: 261 } },
    ]);
  });

  it('lists thousands of entries and fees some at a time', async () => {
    const [seller, at] = [await activeSeller(app), monthAt(app, 0, 3)];
    for (let from = 0; from < 5_500; from += 1_100) await app.sql(SALES, [idOf(seller), at, from, 1_100]);
    await posted(app, seller, monthAt(app, 1, 3), { seller_available: 7 });
    await app.sql(BOUND);
    await travel(app, monthAt(app, 1, 0, 5));
    await app.sql('drop function bounded cascade');

    expect(await statementsOf(app, seller)).toMatchObject([{ entryCount: 5_500, closing: { amount: 5_500 * 90 } }]);
    const [invoice] = await app.sql(`select kind, net::int from fee_invoices where seller_id = $1`, [idOf(seller)]);
    expect(invoice).toEqual({ kind: 'invoice', net: 5_500 * 10 });
  }, 120_000);

  it('refuses to issue what is not the ledger', async () => {
    const seller = await activeSeller(app);
    await posted(app, seller, monthAt(app, 0, 3), { seller_available: 250 });
    const spoiled = `update ledger.balance b set credit_posted = credit_posted + $2 from ledger.account a
                      where a.id = b.account_id and a.owner_id = $1`;
    await app.sql(spoiled, [idOf(seller), 1]);
    await travel(app, monthAt(app, 1, 0, 2));

    await expect(app.get(IssueStatements).run()).rejects.toThrow('could not be issued');

    const refused = await rowsOf(seller);
    await app.sql(spoiled, [idOf(seller), -1]);
    await app.get(IssueStatements).run();
    expect(refused).toEqual(NOTHING);
    expect(await statementsOf(app, seller)).toHaveLength(1);
  });

  it('on demand makes the months until the asked one, answers with what is issued, and only for months that are over', async () => {
    const seller = await activeSeller(app);
    const asked = { sellerId: seller.sellerId, currency: 'USD', period: periodOf(monthAt(app, 1)) };
    await posted(app, seller, monthAt(app, 0, 3), { seller_available: 250 });
    await travel(app, monthAt(app, 2, 0, 2));

    const first = await issued(asked).then((answer) => answer);
    const again = await issued(asked);
    const current = await issued({ ...asked, period: periodOf(monthAt(app, 0)) });
    const never = await issued({ ...asked, currency: 'EUR' });
    const noMonth = await issued({ ...asked, period: '2026-13' });

    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect([current.status, current.body.code]).toEqual([409, 'statement_month_not_over']);
    expect([never.status, never.body.code]).toEqual([409, 'statement_of_nothing']);
    expect(noMonth.status).toBe(422);
    expect((await statementsOf(app, seller)).length).toBeGreaterThanOrEqual(2);
  });
});
