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
