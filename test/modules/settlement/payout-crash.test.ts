import pg from 'pg';
import { plus } from '../../../src/kernel/index.js';
import { RunDuePayouts } from '../../../src/modules/settlement/run-due-payouts.js';
import type { TestApp } from '../../support/index.js';
import { startNode, type Started } from '../../support/process.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import {
  balance,
  bankBooks,
  funded,
  idOf,
  journalKinds,
  now,
  payouts,
  settled,
  startSettlement,
} from './settlement-app.js';

const RUN = ['--import', './scripts/typescript.js', '--no-warnings', 'test/support/payout-run-process.ts'];
const SELLERS = 9;
/** As many are paid before the run stands still. */
const PAID = 3;

describe('a payout run whose process is killed in the middle', () => {
  let app: TestApp;
  let holder: pg.Client;
  let run: Started | undefined;

  beforeAll(async () => {
    app = await startSettlement();
    holder = new pg.Client({ connectionString: app.config.databaseUrl });
    await holder.connect();
  });
  afterAll(async () => {
    await run?.stop('SIGKILL');
    await holder.end();
    await app.stop();
  });

  const made = async (): Promise<number> => {
    const [row] = await app.sql<{ n: number }>('select count(*)::int as n from payouts');
    return row?.n ?? 0;
  };

  /** Whoever pays one of them waits until it is let go. */
  const hold = (sellers: readonly ActiveSeller[]) =>
    holder.query(
      `select from ledger.balance b join ledger.account a on a.id = b.account_id
        where a.type_code = 'seller_available' and a.owner_id = any($1::uuid[]) for update of b`,
      [sellers.map(idOf)],
    );

  it('is continued by another one: every seller is paid once, and nobody is left out', async () => {
    const sellers: ActiveSeller[] = [];
    for (let i = 0; i < SELLERS; i += 1) sellers.push(await funded(app));
    sellers.sort((one, other) => idOf(one).localeCompare(idOf(other)));
    const at = plus(now(app), 'P1D');
    await holder.query('begin');
    await hold(sellers.slice(PAID));

    run = startNode(RUN, {
      DATABASE_URL: app.config.databaseUrl,
      SOUK_PROVIDER_URL: app.config.providerUrl ?? '',
      RUN_AT: at.toISOString(),
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
    });
    await run.says(/The run begins/);
    while ((await made()) < PAID) await app.drain();
    const { signal, out } = await run.stop('SIGKILL');
    const between = await made();
    await holder.query('rollback');
    await Promise.all([app.get(RunDuePayouts).run(at), app.get(RunDuePayouts).run(plus(at, 'PT10M'))]);
    await settled(app);

    expect([signal, out.includes('The run has ended'), between]).toEqual(['SIGKILL', false, PAID]);
    for (const seller of sellers) {
      expect(await payouts(app, seller)).toMatchObject([{ state: 'paid', amount: { amount: 9_000 } }]);
      expect(await bankBooks(app, seller)).toEqual([{ state: 'paid', amount: 9_000 }]);
      expect(await balance(app, seller)).toMatchObject({ available: 0, inTransit: 0 });
      expect(await journalKinds(app, seller)).toContainEqual({ kind: 'created', count: 1 });
    }
    const [day] = await app.sql(`select sum(total)::int as total from payout_days where currency = 'USD'`);
    expect(day).toEqual({ total: SELLERS * 9_000 });
  }, 180_000);
});
