import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { migrate } from '../../../src/platform/database/index.js';
import { ApiClient } from '../../../src/tools/api-client.js';
import { advance, booksOf, tradeSteps } from '../../support/crash.trade.js';
import { OwnPostgres } from './own-postgres.js';
import { Parts } from './parts.js';

const ROUNDS = Number(process.env.SOUK_CRASH_ROUNDS ?? 3);
const AT_ONCE = 2;
/** Steps of trades between two crashes. */
const CALM = 4;
/** Without a step for so long, something may wait for time to pass. */
const STANDSTILL_MS = 5_000;
/** Clients give up when nothing has come of what they ask for so long. */
const PATIENCE_MS = 180_000;
const VICTIMS = ['worker', 'postgres', 'api'] as const;
/** Two steps at the end of a trade make time pass, which here is one for all. */
const WITHOUT_TIME = -2;

const UNFINISHED = `
select 'deliveries' as what, state from outbox_deliveries where state <> 'done'
union all select 'calls to the provider', state from payment_attempts where state in ('sent', 'unknown')
union all select 'payouts', state from payouts where state not in ('paid', 'failed')
union all select 'refunds', state from refunds where state <> 'succeeded'`;

/** What a later look has to end. While there is none no time passes, or orders expire that a slow machine is busy with. */
const UNANSWERED = `select from payment_attempts where state in ('sent', 'unknown')`;
/** What those who wait in vain wait for. */
const STUCK = `
select 'seller order' as what, s.state, s.placed_at as at, p.state || ' ' || coalesce(p.end_reason, '') as more
  from seller_orders s join payments p on p.id = s.payment_id
 where s.state not in ('confirmed', 'cancelled', 'completed')
union all select a.purpose, a.state, a.checked_at, a.decline_code from payment_attempts a where a.state in ('sent', 'unknown')
union all select d.consumer, d.state, d.next_attempt_at, d.last_error from outbox_deliveries d where d.state <> 'done'
union all select 'clock', offset_ms::text, now(), null from sandbox_clock`;

describe(`a marketplace whose parts are killed under load, ${ROUNDS} times`, () => {
  let postgres: OwnPostgres;
  let parts: Parts;
  let api: ApiClient;
  let [steps, trades, isOver] = [0, 0, false];

  beforeAll(async () => {
    postgres = await OwnPostgres.start();
    await migrate(postgres.url);
    parts = await Parts.start(postgres.url);
    api = new ApiClient(parts.url);
  }, 180_000);
  afterAll(async () => {
    await parts.stop();
    await postgres.stop();
  }, 60_000);

  async function rowsOf(sql: string): Promise<object[]> {
    const client = new pg.Client({ connectionString: postgres.url });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query<object>(sql).finally(() => client.end());
    return rows;
  }

  /** Asks until it is done, as clients do who do not know what became of what they asked for. */
  async function insist<T>(step: () => Promise<T>): Promise<T> {
    for (const until = performance.now() + PATIENCE_MS; ;) {
      try {
        return await step();
      } catch (error) {
        if (performance.now() > until)
          throw new Error([String(error), JSON.stringify(await rowsOf(STUCK)), ...parts.fallen()].join('\n'), {
            cause: error,
          });
        await sleep(100);
      }
    }
  }

  async function trade(): Promise<void> {
    while (!isOver) {
      const name = `crash-${(trades += 1)}`;
      for (const step of tradeSteps(api, name).slice(0, WITHOUT_TIME)) {
        await insist(step);
        steps += 1;
      }
    }
  }

  const crash = (round: number): Promise<void> => {
    const victim = VICTIMS[round % VICTIMS.length] ?? 'worker';
    return victim === 'postgres' ? postgres.crash() : parts.crash(victim);
  };

  /** What hangs on a lost answer is finished some minutes later, so let some pass. */
  async function pass(): Promise<void> {
    const open = await rowsOf(UNANSWERED).catch(() => []);
    if (open.length > 0) await insist(() => api.post('/v1/sandbox/clock', { body: { advanceBy: 'PT3M' } }));
  }

  it('loses nothing and doubles nothing', async () => {
    const trading = Promise.all(Array.from({ length: AT_ONCE }, () => trade()));
    trading.catch(() => (isOver = true));
    let seen = steps;
    const hurrying = setInterval(() => {
      if (steps === seen) void pass().catch(() => undefined);
      seen = steps;
    }, STANDSTILL_MS);
    for (let round = 0; round < ROUNDS; round += 1) {
      const until = steps + CALM;
      while (steps < until && !isOver) await sleep(20);
      await crash(round);
      await pass();
    }
    isOver = true;
    await trading.finally(() => clearInterval(hurrying));
    for (const advanceBy of ['PT3M', 'P4D', 'P2D', 'P2D', 'P2D']) {
      await insist(() => advance(api, advanceBy));
    }

    const books = await insist(() => booksOf(api, { url: postgres.url }));
    const unfinished = await rowsOf(UNFINISHED);
    process.stdout.write(`${ROUNDS} crashes, ${trades} trades, ${steps} steps\n`);
    expect(books.faults).toEqual([]);
    expect(books.orders).toEqual([
      ...Array.from({ length: trades }, () => 'cancelled'),
      ...Array.from({ length: trades }, () => 'confirmed'),
    ]);
    expect(books.world).toEqual([
      {
        currency: 'USD',
        ...{ atProvider: 11_000 * trades, clearing: 11_000 * trades },
        ...{ atBank: 10_000 * trades, bankClient: 10_000 * trades },
      },
    ]);
    expect(unfinished).toEqual([]);
    expect(parts.fallen()).toEqual([]);
  }, 3_600_000);
});
