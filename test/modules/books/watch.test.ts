import { randomUUID } from 'node:crypto';
import { WatchBooks } from '../../../src/modules/books/watch-books.js';
import { SandboxClock } from '../../../src/platform/clock/index.js';
import { credit, debit, disputeOpenedJournal, type Journal } from '../../../src/modules/ledger/index.js';
import { bearer, type TestApp } from '../../support/index.js';
import { funding, journal, post, someone, startBooksAlone, usd } from '../ledger/ledger-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startBooksAlone();
});
afterAll(() => app.stop());

const DAY = 86_400_000;
const daysAgo = (days: number): Date => new Date(app.get(SandboxClock).now().getTime() - days * DAY);
const dated = (days: number, of: Journal): Journal => ({ ...of, effectiveAt: daysAgo(days) });
const get = async (path: string) => (await app.http.get(`/v1/finance/${path}`).set(bearer('finance')).expect(200)).body;
const check = (token = 'finance', headers = {}) =>
  app.http.post('/v1/finance/book-checks').set(bearer(token)).set(headers).send();
const metric = async (name: string): Promise<number> => {
  const { text } = await app.http.get('/metrics').expect(200);
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length + 1),
  );
};
const transit = (payout: string, amount: number): Journal =>
  journal([debit('psp_clearing', usd(amount)), credit('payout_in_transit', usd(amount), payout)]);

describe('the clearing monitor', () => {
  it('lists what has been in between for too long, with what of it is overdue and since when', async () => {
    const [late, young, paid] = [someone(), someone(), someone()];
    await post(app, dated(20, transit(paid, 40)), dated(20, transit(late, 500)));
    await post(app, dated(6, transit(young, 90)), dated(2, transit(late, 70)));
    await post(app, dated(9, journal([debit('payout_in_transit', usd(40), paid), credit('bank_client', usd(40))])));
    await post(app, dated(9, journal([debit('payout_in_transit', usd(100), late), credit('bank_client', usd(100))])));

    const { data, page } = await get('clearing?account=payout_in_transit');

    expect(data).toEqual([
      {
        accountId: expect.stringMatching(/^acc_/),
        account: 'payout_in_transit',
        owner: late,
        ownerName: null,
        balance: { amount: 470, currency: 'USD' },
        overdue: { amount: 400, currency: 'USD' },
        withinDays: 7,
        unclearedSinceAt: expect.any(String),
      },
    ]);
    expect(Math.abs(Date.parse(data[0].unclearedSinceAt) - daysAgo(20).getTime())).toBeLessThan(DAY / 24);
    expect(page.hasMore).toBe(false);
  });

  it('counts a platform-wide account’s inflows from the newest', async () => {
    const all = await get('clearing?account=psp_clearing');
    const [clearing] = await app.sql<{ balance: number }>(
      `select (debit - credit)::int as balance from ledger.account_balance where type_code = 'psp_clearing'`,
    );

    // 500 and 40 came in 20 days ago, 90 six days ago, 70 two days ago; nothing has gone out.
    expect(clearing?.balance).toBe(700);
    expect(all.data).toMatchObject([{ owner: null, overdue: { amount: 630 }, withinDays: 5 }]);

    await post(app, dated(1, journal([debit('bank_client', usd(540)), credit('psp_clearing', usd(540))])));
    const later = await get('clearing?account=psp_clearing');
    expect(later.data).toMatchObject([{ balance: { amount: 160 }, overdue: { amount: 90 } }]);
    expect(Math.abs(Date.parse(later.data[0].unclearedSinceAt) - daysAgo(6).getTime())).toBeLessThan(DAY / 24);
  });

  it('does not ask a bank account to be empty, and pages', async () => {
    const disputes = [someone(), someone(), someone()];
    await post(app, ...disputes.map((id) => dated(100, disputeOpenedJournal(id, usd(5), usd(1), AT))));

    const first = await get('clearing?account=dispute_receivable&limit=2');
    const second = await get(`clearing?account=dispute_receivable&limit=2&cursor=${first.page.nextCursor}`);

    expect([...first.data, ...second.data].map(({ owner }: { owner: string }) => owner).sort()).toEqual(
      disputes.sort(),
    );
    expect((await get('clearing?account=bank_client')).data).toEqual([]);
  });

  const AT = { effectiveAt: new Date(), actor: { kind: 'system', name: 'test' } } as const;
});

describe('the cover of clients’ money', () => {
  it('is what is there against what is owed, by currency', async () => {
    const before = await get('coverage');
    await post(app, funding(someone(), usd(1_000)));
    await post(app, journal([debit('psp_clearing', usd(30)), credit('commission_revenue', usd(30))]));

    const after = await get('coverage');

    const [usdBefore, usdAfter] = [before.currencies[0], after.currencies[0]];
    expect(usdAfter.assets - usdBefore.assets).toBe(1_030);
    expect(usdAfter.liabilities - usdBefore.liabilities).toBe(1_000);
    expect(usdAfter).toMatchObject({
      currency: 'USD',
      isCovered: true,
      surplus: usdAfter.assets - usdAfter.liabilities,
    });
    expect(after.isCovered).toBe(true);
  });

  it('says so when more is owed than is there', async () => {
    const { currencies } = await get('coverage');
    const missing = (currencies[0].surplus as number) + 1;
    const buyer = someone();
    await post(app, journal([debit('goodwill_expense', usd(missing)), credit('buyer_credit', usd(missing), buyer)]));

    const short = await get('coverage');
    await app.advance('PT1H');

    expect(short).toMatchObject({ isCovered: false, currencies: [{ surplus: -1, isCovered: false }] });
    expect(await metric('souk_client_money_surplus_minor{currency="USD"}')).toBe(-1);
    expect(await metric('souk_ledger_uncleared_accounts{account="dispute_receivable"}')).toBe(3);
    expect(await metric('souk_ledger_uncleared_accounts{account="seller_receivable"}')).toBe(0);
  });

  it('tells when the watch last came to its end, which a watch that dies no longer does', async () => {
    const succeeded = () => metric('souk_ledger_watch_success_timestamp_seconds');
    const before = await succeeded();
    await app.sql('alter function ledger.coverage() rename to coverage_is_gone');

    await expect(app.get(WatchBooks).run(app.get(SandboxClock).now())).rejects.toThrow('ledger.coverage');
    const afterFailure = await succeeded();
    await app.sql('alter function ledger.coverage_is_gone() rename to coverage');
    await app.get(WatchBooks).run(app.get(SandboxClock).now());

    expect(before).toBeGreaterThan(1_700_000_000);
    expect(afterFailure).toBe(before);
    expect(await succeeded()).toBeGreaterThan(before);
  });
});

describe('the check of the books', () => {
  it('is made on request, once for a key, and is listed', async () => {
    const key = { 'Idempotency-Key': randomUUID() };

    const made = await check('finance', key).expect(201);
    const again = await check('finance', key).expect(201);

    expect(made.body).toMatchObject({ isWhole: true, faultCount: 0, faults: [], id: expect.stringMatching(/^chk_/) });
    expect(again.body).toEqual(made.body);
    expect((await get('book-checks')).data).toEqual([made.body]);
    expect(await metric('souk_ledger_faults')).toBe(0);
  });

  it('names a balance that is not the sum of its entries, in its answer and in the metric', async () => {
    const seller = someone();
    await post(app, funding(seller, usd(100)));
    const change = (by: number) =>
      app.sql(
        `update ledger.balance b set credit_posted = credit_posted + $2 from ledger.account a
          where a.id = b.account_id and a.owner_id = $1`,
        [seller, by],
      );
    await change(1);

    const { body } = await check().expect(201);
    const faults = await metric('souk_ledger_faults');
    await change(-1);

    expect(body).toMatchObject({ isWhole: false, faultCount: 1 });
    expect(body.faults).toEqual([
      {
        kind: 'balance',
        journalId: null,
        line: null,
        field: 'credit',
        subject: expect.stringMatching(/^account .* \(seller_available\)$/),
      },
    ]);
    expect(faults).toBe(1);
  });

  it('is made at night, and not for every night that passes in seconds', async () => {
    const [before] = await app.sql<{ n: number }>('select count(*)::int as n from ledger.check_run');

    await app.advance('P2D');

    const [after] = await app.sql<{ n: number }>('select count(*)::int as n from ledger.check_run');
    expect((after?.n ?? 0) - (before?.n ?? 0)).toBe(1);
    expect((await get('book-checks?limit=1')).data).toMatchObject([{ isWhole: true }]);
  });

  it.each(['clearing', 'coverage', 'book-checks'])('and the monitors are finance’s alone: %s', async (path) => {
    await app.http.get(`/v1/finance/${path}`).expect(401);
    await app.http.get(`/v1/finance/${path}`).set(bearer('moderator')).expect(403);
    await check('moderator').expect(403);
  });
});
