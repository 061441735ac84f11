import { Clock } from '../../../src/kernel/index.js';
import { PayoutCutoffs } from '../../../src/modules/settlement/payout-cutoffs.repository.js';
import { RunDuePayouts } from '../../../src/modules/settlement/run-due-payouts.js';
import type { TestApp } from '../../support/index.js';
import { funded, payouts, startSettlement } from './settlement-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startSettlement();
  await app.sql(`delete from deadlines where kind like 'settlement.payout-%'`);
});
afterAll(() => app.stop());

const at = (text: string) => new Date(text);
const paidUntil = (instant: string) => app.sql('update payout_cutoffs set paid_until = $1', [at(instant)]);

const dueAt = async (instant: string, zone: string): Promise<string | undefined> => {
  const due = await app.get(PayoutCutoffs).due(at(instant));
  return due.find(({ timeZone }) => timeZone === zone)?.cutoffAt.toISOString();
};

describe('a cut-off', () => {
  it.each([
    ['in Berlin in winter', 'Europe/Berlin', '2026-01-15T01:00:00Z', '2026-01-15T01:00:00.000Z'],
    ['in Berlin in summer', 'Europe/Berlin', '2026-07-15T00:00:00Z', '2026-07-15T00:00:00.000Z'],
    ['in Tokyo', 'Asia/Tokyo', '2026-01-14T17:00:00Z', '2026-01-14T17:00:00.000Z'],
    ['in New York', 'America/New_York', '2026-01-15T07:00:00Z', '2026-01-15T07:00:00.000Z'],
    ['in Kathmandu', 'Asia/Kathmandu', '2026-01-14T20:15:00Z', '2026-01-14T20:15:00.000Z'],
    ['by UTC', 'UTC', '2026-01-15T02:00:00Z', '2026-01-15T02:00:00.000Z'],
    ['in Berlin in the night of 23 hours', 'Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-29T01:00:00.000Z'],
    ['in Berlin in the night of 25 hours', 'Europe/Berlin', '2026-10-25T00:00:00Z', '2026-10-25T00:00:00.000Z'],
  ])('is two hours after midnight %s, and not a second before', async (_where, zone, instant, expected) => {
    const justBefore = new Date(at(instant).getTime() - 1_000).toISOString();
    await paidUntil(new Date(at(instant).getTime() - 3_600_000).toISOString());

    expect(await dueAt(justBefore, zone)).toBeUndefined();
    expect(await dueAt(instant, zone)).toBe(expected);
  });

  it('that came long before anybody looked at its zone is not made up for', async () => {
    await app.sql('update payout_cutoffs set paid_until = null');

    await app.get(RunDuePayouts).run(at('2026-01-15T12:00:00Z'));

    const zones = await app.sql('select distinct paid_until from payout_cutoffs');
    expect(zones).toEqual([{ paid_until: at('2026-01-15T12:00:00Z') }]);
  });

  it('comes once, and after some that were missed, the latest comes', async () => {
    await paidUntil('2026-01-10T12:00:00Z');

    const due = await app.get(PayoutCutoffs).due(at('2026-01-15T12:00:00Z'));
    await app.get(RunDuePayouts).run(at('2026-01-15T12:00:00Z'));

    expect(due).toContainEqual({ timeZone: 'Europe/Berlin', cutoffAt: at('2026-01-15T01:00:00Z') });
    expect(await app.get(PayoutCutoffs).due(at('2026-01-15T12:00:00Z'))).toEqual([]);
  });

  it('that was missed is not forgotten by a start', async () => {
    await paidUntil('2026-01-10T12:00:00Z');

    await app.get(RunDuePayouts).onApplicationBootstrap();

    expect(await dueAt('2026-01-15T12:00:00Z', 'Europe/Berlin')).toBe('2026-01-15T01:00:00.000Z');
  });

  it('pays the sellers of its countries and leaves the others for theirs', async () => {
    const [german, japanese, elsewhere] = [
      await funded(app, { country: 'DE' }),
      await funded(app, { country: 'JP' }),
      await funded(app, { country: 'IS' }),
    ];
    const midnight = at(
      `${new Date(app.get(Clock).now().getTime() + 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`,
    );
    await paidUntil(new Date(midnight.getTime() - 60_000).toISOString());
    await app.sql(`update seller_payout_accounts set changed_at = changed_at - interval '72 hours'`);
    const run = (hours: number, minutes = 0) =>
      app.get(RunDuePayouts).run(new Date(midnight.getTime() + (hours * 60 + minutes) * 60_000));
    const paid = async () =>
      (await Promise.all([german, japanese, elsewhere].map((seller) => payouts(app, seller)))).map((all) => all.length);

    await run(1, 30);
    const atHalfPastOne = await paid();
    await run(2);
    const atTwo = await paid();
    await run(17);
    await run(17);

    expect(atHalfPastOne).toEqual([1, 0, 0]);
    expect(atTwo).toEqual([1, 0, 1]);
    expect(await paid()).toEqual([1, 1, 1]);
  });
});
