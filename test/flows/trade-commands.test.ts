import fc from 'fast-check';
import { startApp, type TestApp } from '../support/index.js';
import { command, KINDS, type Command } from '../support/trade.commands.js';
import { Market } from '../support/trade.market.js';
import { expectWorldMatch } from '../support/world.payments.js';

const COUNT = Number(process.env.TRADE_COMMANDS ?? 1_000);
const SEED = Number(process.env.TRADE_SEED ?? 20_261_122);
/** So many parties act at the same time. */
const AT_ONCE = 4;
const ALONE = new Set(['wait', 'payout']);
/** Longer than any window, hold and reserve. */
const QUIET_PERIOD = 'P300D';

interface Book {
  readonly currency: string;
  readonly captured: number;
  readonly refunded: number;
  readonly chargedBack: number;
  readonly disputeFees: number;
}

const LEDGER = `
select e.currency, a.type_code as account, sum(case e.side when 'D' then e.amount else -e.amount end)::float8 as amount
  from ledger.entry e join ledger.account a on a.id = e.account_id group by 1, 2`;

/** The charges of which the provider and the payment tell different things, and what the ledger knows of them. */
const CHARGES = `
with charges as (
  select a.payment_id, sum(c.captured)::float8 as captured, sum(c.refunded + c.charged_back)::float8 as refunded,
         sum(coalesce(d.fees, 0))::float8 as fees
    from sandbox_provider.charges c
    left join (select charge_id, sum(fee) as fees from sandbox_provider.disputes group by 1) d on d.charge_id = c.id
    join payment_attempts a on a.id::text = c.reference and a.purpose = 'authorise' group by 1),
books as (
  select j.payment_id, sum(case e.side when 'D' then e.amount else -e.amount end)::float8 as held
    from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
   where a.type_code = 'psp_clearing' group by 1)
select p.id, p.state, p.end_reason, p.captured, p.refunded, p.charged_back, c.captured as at_provider, c.refunded as back_at_provider,
       b.held
  from payments p left join charges c on c.payment_id = p.id left join books b on b.payment_id = p.id
 where p.provider <> 'on_account' and (p.captured <> coalesce(c.captured, 0) or p.refunded + p.charged_back <> coalesce(c.refunded, 0)
    or p.captured - p.refunded - p.charged_back - coalesce(c.fees, 0) <> coalesce(b.held, 0))`;

/** What was loaded, less what is still sold, is on the shelf. */
const STOCK = `
select c.variant_id, c.on_hand, c.reserved, m.loaded, coalesce(s.sold, 0) as sold
  from stock_counters c
  join (select variant_id, sum(delta) as loaded from stock_movements where reason = 'received' group by 1) m
    using (variant_id)
  left join (select l.variant_id, sum(l.quantity) as sold from order_lines l join seller_orders o on o.id = seller_order_id
              where o.state not in ('cancelled', 'expired') group by 1) s using (variant_id)
 where c.reserved <> 0 or c.on_hand + coalesce(s.sold, 0) <> m.loaded or coalesce(s.sold, 0) > m.loaded`;

const UNFINISHED = `
select 'payments' as what, state from payments where state not in ('captured', 'voided', 'expired', 'failed')
union all select 'refunds', state from refunds where state <> 'succeeded'
union all select 'seller orders', state from seller_orders where state not in ('completed', 'cancelled', 'expired')
union all select 'reservations', state from stock_reservations where state = 'active'
union all select 'holds', state from risk_holds where state not in ('released', 'rejected', 'withdrawn')
union all select 'chargebacks', state from chargebacks where state not in ('won', 'lost', 'accepted')
union all select 'seller holds', state from seller_holds where state = 'active'
union all select 'earnings', state from earnings where state <> 'available'
union all select 'payouts', state from payouts where state <> 'paid'
union all select 'invoices', state from account_invoices where state not in ('paid', 'credited')
union all select 'credit', currency from credit_lines where used <> 0
union all select 'deliveries', state from outbox_deliveries where state <> 'done'`;

describe('random trade', () => {
  let app: TestApp;
  let market: Market;
  const refused: string[] = [];

  beforeAll(
    async () => {
      app = await startApp();
      market = await Market.open(app);
      const size = { minLength: COUNT, maxLength: COUNT, size: 'max' } as const;
      const [commands = []] = fc.sample(fc.array(command, size), { numRuns: 1, seed: SEED });
      process.stdout.write(`TRADE_SEED=${SEED} TRADE_COMMANDS=${commands.length}\n`);
      await carryOut(commands);
      await app.drain();
      await market.decideDisputes();
      await app.provider.settle();
      await app.drain();
      await app.advance('P8D');
      await market.payInvoices();
      await app.advance(QUIET_PERIOD);
      await market.payOut();
    },
    600_000 + COUNT * 600,
  );

  afterAll(() => app.stop());

  async function carryOut(commands: readonly Command[]): Promise<void> {
    let together: Command[] = [];
    const flush = async (): Promise<void> => {
      const results = await Promise.allSettled(together.map((each) => market.do(each)));
      refused.push(...results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : [])));
      together = [];
    };
    for (const each of commands) {
      const isAlone = ALONE.has(each.kind);
      if (isAlone) await flush();
      together.push(each);
      if (isAlone || together.length === AT_ONCE) await flush();
    }
    await flush();
  }

  it('gets a proper answer to every command, and every kind of command succeeds', () => {
    const done = KINDS.filter((kind) => ['200', '201'].some((status) => market.answers.has(`${kind} ${status}`)));

    expect([refused, market.misbehaviour]).toEqual([[], []]);
    expect(done).toEqual(KINDS.filter((kind) => !ALONE.has(kind)));
  });

  it('leaves journals that sum to zero and balances that are their entries', async () => {
    await app.checkInvariants();
  });

  it('knows of every payment what the provider knows of its charges', async () => {
    expect(await app.sql(CHARGES)).toEqual([]);
  });

  it('leaves books that say what the provider and the bank say', async () => {
    const answer = await fetch(new URL('/books', app.provider.url));
    const { data } = (await answer.json()) as { data: Book[] };
    const ledger = await app.sql<{ currency: string; account: string; amount: number }>(LEDGER);

    const ours = (account: string, currency: string): number =>
      ledger.find((row) => row.account === account && row.currency === currency)?.amount ?? 0;
    const atProvider = data.map(({ currency, captured, refunded, chargedBack, disputeFees }) => [
      currency,
      captured - refunded - chargedBack - disputeFees,
    ]);
    expect(atProvider).toEqual(data.map(({ currency }) => [currency, ours('psp_clearing', currency)]));
    expect(data.filter(({ captured }) => captured > 0).map(({ currency }) => currency)).toEqual(['EUR', 'USD']);
    await expectWorldMatch(app);
  });

  it('sells no unit that was not there', async () => {
    expect(await app.sql(STOCK)).toEqual([]);
  });

  it('brings everything to its end after a quiet period', async () => {
    expect(await app.sql(UNFINISHED)).toEqual([]);
  });
});
