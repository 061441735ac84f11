import { startApp, type TestApp } from '../../support/index.js';
import { staff } from '../../support/world.identity.js';
import { get } from '../../support/world.orders.js';
import { advance, YearsMarket } from './years.market.js';

const SEED = Number(process.env.SOUK_PROVE_SEED ?? 18);
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

/** Money that only passes through, of provider and treasury. */
const CLEARING = `
select type_code as account, currency, sum(debit - credit) as amount from ledger.account_balance
 where type_code in ('psp_clearing', 'fx_position') group by 1, 2 having sum(debit - credit) <> 0`;

/** Between two statements that follow each other there is no month, and no minor unit. */
const BROKEN_CHAINS = `
select s.seller_id, s.currency, s.period
  from (select *, lag(id) over book as before, lag(period) over book as month_before from seller_statements
        window book as (partition by seller_id, currency order by period)) s
 where s.previous_id is distinct from s.before or s.month_before + interval '1 month' <> s.period
union all
select s.seller_id, s.currency, s.period
  from seller_statements s join seller_statement_balances b on b.statement_id = s.id
  left join seller_statement_balances p on p.statement_id = s.previous_id and p.account = b.account
 where b.opening <> coalesce(p.closing, 0)`;

describe(`${MONTHS} months of ${SELLERS} sellers`, () => {
  let app: TestApp;
  let market: YearsMarket;

  beforeAll(async () => {
    app = await startApp();
    market = await YearsMarket.open(app, SELLERS, SEED);
    for (let month = 0; month < MONTHS; month += 1) await market.month();
    await advance(app, QUIET_PERIOD);
    await app.provider.settle();
    await app.drain();
    await market.settleOutside();
    await advance(app, 'P10D');
    await app.provider.settle();
    await app.drain();
    await market.settleOutside();
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

  it('leave every line of provider and bank with its entry in the books, and nothing that waits for one', async () => {
    const lines = await app.sql(`select count(*)::int as lines, count(*) filter (where status <> 'matched')::int as off
                                   from reconciliation_items where origin = 'external'`);

    expect(lines).toEqual([{ lines: expect.any(Number), off: 0 }]);
    expect(await app.sql(`select * from reconciliation_open_entries where source_type <> 'fx_deal'`)).toEqual([]);
  });

  it('leave clearing accounts and positions empty, and none of them over its limit', async () => {
    const finance = await staff(app, 'finance');

    expect(await app.sql(CLEARING)).toEqual([]);
    const { data } = await get<{ data: { account: string }[] }>(app, finance.token, '/v1/finance/clearing?limit=100');
    // What a seller owes who sells no more, and tax that nobody files, wait for a decision, not for a bank.
    const decided = ['seller_receivable', 'tax_payable'];
    expect(data.filter(({ account }) => !decided.includes(account))).toEqual([]);
  });

  it('leave a statement for every month, each of which begins where the one before it ended', async () => {
    const [statements] = await app.sql<{ count: number; months: number }>(
      'select count(*)::int, count(distinct period)::int as months from seller_statements',
    );

    expect(statements?.months).toBeGreaterThanOrEqual(MONTHS);
    expect(statements?.count).toBeGreaterThanOrEqual(SELLERS * MONTHS);
    expect(await app.sql(BROKEN_CHAINS)).toEqual([]);
    expect(await app.sql(STATEMENTS_OFF)).toEqual([]);
  });

  it('leave sellers in other tiers than they began in, and orders in two currencies at many rates', async () => {
    const [seen] = await app.sql<{ changes: number; rates: number; quotes: number }>(
      `select (select count(*)::int from tier_changes) as changes,
              (select count(*)::int from fx_rates where provider = 'years') as rates,
              (select count(distinct rate_version)::int from fx_quotes where locked_at is not null) as quotes`,
    );

    expect(seen).toMatchObject({ rates: MONTHS });
    expect(seen?.changes).toBeGreaterThan(0);
    expect(seen?.quotes).toBeGreaterThan(0);
  });
});
