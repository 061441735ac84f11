import { startApp, type TestApp } from '../../support/index.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import { YearsMarket } from './years.market.js';

const SEED = Number(process.env.SOUK_PROVE_SEED ?? 20_261_123);
const SELLERS = Number(process.env.SOUK_PROVE_SELLERS ?? 4);
const MONTHS = Number(process.env.SOUK_PROVE_MONTHS ?? 2);
const LONG = 300_000 + SELLERS * MONTHS * 20_000;
/** Longer than any hold, reserve and time limit of a bank. */
const QUIET_PERIOD = 'P200D';

/** What is in between at the end, on accounts that have to be empty then. */
const IN_BETWEEN = `
select a.type_code as account, a.owner_id as owner, b.debit_posted - b.credit_posted as amount
  from ledger.account a join ledger.balance b on b.account_id = a.id
 where a.type_code in ('order_escrow', 'seller_pending', 'seller_reserve', 'seller_held', 'refund_in_transit',
                       'payout_in_transit', 'dispute_receivable', 'unapplied_receipts')
   and b.debit_posted <> b.credit_posted`;

/** A statement's closing and the entries that are on none yet are the balance. */
const STATEMENTS_OFF = `
with last as (select distinct on (seller_id, currency) id, seller_id, currency from seller_statements
               order by seller_id, currency, period desc)
select last.seller_id, b.account, b.closing, rest.amount
  from last
  join seller_statement_balances b on b.statement_id = last.id
  join ledger.account a on a.type_code = 'seller_' || b.account and a.owner_id = last.seller_id
                       and a.currency = last.currency
  join ledger.balance k on k.account_id = a.id
 cross join lateral (
       select coalesce(sum(case e.side when k.normal_side then e.amount else -e.amount end), 0)::bigint as amount
         from ledger.entry e where e.account_id = a.id
          and not exists (select from seller_statement_lines l where l.journal_id = e.journal_id and l.line = e.line)) rest
 where b.closing + rest.amount
       <> case k.normal_side when 'D' then k.debit_posted - k.credit_posted else k.credit_posted - k.debit_posted end`;

describe(`${MONTHS} months of ${SELLERS} sellers`, () => {
  let app: TestApp;
  let market: YearsMarket;

  beforeAll(async () => {
    app = await startApp();
    market = await YearsMarket.open(app, SELLERS, SEED);
    for (let month = 0; month < MONTHS; month += 1) await market.month();
    await app.advance(QUIET_PERIOD);
    await app.provider.settle();
    await app.drain();
    process.stdout.write(`SOUK_PROVE_SEED=${SEED} ${JSON.stringify(market.tally)}\n`);
  }, LONG);
  afterAll(() => app.stop(), 120_000);

  it('get a proper answer to everything', () => {
    expect(Object.keys(market.tally).filter((what) => / 5\d\d$/.test(what))).toEqual([]);
    expect(market.tally['month closed 201']).toBe(MONTHS);
  });

  it('leave no reserve that was not released', async () => {
    const [lots] = await app.sql<{ made: number; open: number }>(
      'select count(*)::int as made, count(*) filter (where released_at is null)::int as open from reserve_lots',
    );

    expect(lots).toEqual({ made: expect.any(Number), open: 0 });
    expect(lots?.made).toBeGreaterThan(0);
  });

  it('leave nothing in between, and nothing unfinished', async () => {
    expect(await app.sql(IN_BETWEEN)).toEqual([]);
    expect(await app.sql(`select id, state from earnings where state <> 'available'`)).toEqual([]);
    expect(await app.sql(`select id, state from chargebacks where state not in ('won', 'lost', 'accepted')`)).toEqual(
      [],
    );
    expect(await app.sql(`select event_id from outbox_deliveries where state <> 'done'`)).toEqual([]);
  });

  it('leave a trial balance of zero, and balances that are the sum of their entries', async () => {
    const sums = await app.sql(
      `select currency, sum(debit) - sum(credit) as off from ledger.account_balance group by 1`,
    );

    expect(sums.map(({ off }: { off?: unknown }) => Number(off))).toEqual(sums.map(() => 0));
    expect(await app.sql('select * from ledger.imbalance()')).toEqual([]);
    expect(await app.sql('select * from ledger.drift()')).toEqual([]);
    await app.checkInvariants();
  });

  it('leave the provider and the bank with what the books say', async () => {
    await expectWorldMatch(app);
  });

  it('leave statements that add up to the balances', async () => {
    const [table] = await app.sql<{ name: string | null }>(`select to_regclass('seller_statements')::text as name`);
    if (!table?.name) return;

    expect((await app.sql('select from seller_statements')).length).toBeGreaterThan(0);
    expect(await app.sql(STATEMENTS_OFF)).toEqual([]);
  });
});
