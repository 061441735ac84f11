import { Clock } from '../../../src/kernel/index.js';
import { RunDuePayouts } from '../../../src/modules/settlement/run-due-payouts.js';
import type { TestApp } from '../../support/index.js';
import { areDecidedByTwo, Terms } from '../../support/terms-by-two.js';
import { funded, payouts, startSettlement } from './settlement-app.js';

describe('the time zones by which countries are paid', () => {
  let app: TestApp;
  const office = new Terms(() => app, '/v1/finance/payout-countries', 'country');

  beforeAll(async () => {
    app = await startSettlement();
    await app.sql(`delete from deadlines where kind like 'settlement.payout-%'`);
    await office.open();
  });
  afterAll(() => app.stop());

  it('are versioned: the sellers of a country are paid two hours after the midnight of the one in force', async () => {
    const [icelandic, mexican] = [await funded(app, { country: 'IS' }), await funded(app, { country: 'MX' })];
    const day = 86_400_000;
    const midnight = new Date(`${new Date(app.get(Clock).now().getTime() + day).toISOString().slice(0, 10)}T00:00:00Z`);
    const run = (hours: number) => app.get(RunDuePayouts).run(new Date(midnight.getTime() + hours * 3_600_000));
    const paid = async () =>
      (await Promise.all([icelandic, mexican].map((seller) => payouts(app, seller)))).map((all) =>
        all.map(({ amount }) => amount.amount),
      );
    await app.sql(`update seller_payout_accounts set changed_at = changed_at - interval '72 hours'`);
    await app.sql('update payout_cutoffs set paid_until = $1', [new Date(midnight.getTime() - 60_000)]);

    const first = await office.propose(office.maker, { country: 'IS', timeZone: 'Atlantic/Azores' });
    await office.change({ country: 'MX', timeZone: 'Pacific/Marquesas' });
    await run(-0.01);
    const approved = await office.decide(office.checker, first.body, 'approval');
    await run(2);
    const atTwo = await paid();
    await run(3);
    const atThree = await paid();
    await run(8);
    const atEight = await paid();
    await run(11.4);
    const early = await paid();
    await run(11.5);

    expect(first.body).toMatchObject({ version: 1, state: 'proposed', timeZone: 'Atlantic/Azores' });
    expect(approved.body).toMatchObject({ state: 'in_force', country: 'IS' });
    // Midnight of the Azores is at one, of Mexico City was at six, of the Marquesas is at half past nine.
    expect([atTwo, atThree, atEight, early]).toEqual([
      [[], []],
      [[9_000], []],
      [[9_000], []],
      [[9_000], []],
    ]);
    expect(await paid()).toEqual([[9_000], [9_000]]);
    expect(await office.versions('MX')).toEqual([
      [2, 'in_force'],
      [1, 'superseded'],
    ]);
  });

  areDecidedByTwo(office, {
    declined: ['FR', { country: 'FR', timeZone: 'UTC' }],
    approved: ['AU', { country: 'AU', timeZone: 'Australia/Perth' }],
    unknown: 'pco_01hzy3v9qtf5r8m2k4w6x8y0za',
    table: 'payout_countries',
  });

  it('are zones that there are', async () => {
    const zones = ['Europe/Atlantis', 'posix/Europe/Berlin', 'EST5EDT', '+03:00', `UTC'`];

    const refused = await Promise.all(
      zones.map((timeZone) => office.propose(office.maker, { country: 'SE', timeZone })),
    );

    expect(refused.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422]);
    expect(await office.versions('SE')).toEqual([[1, 'in_force']]);
    expect(await app.sql(`select from payout_cutoffs where time_zone = any($1)`, [zones])).toEqual([]);
  });
});
