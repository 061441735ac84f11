import { bearer, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import { balance, bankBooks, funded, idOf, payouts, runPayouts, settled, startSettlement } from './settlement-app.js';
import { payoutTerms } from '../../support/world.payouts.js';

/** How often each race is run; more with SOUK_RACE_ROUNDS. */
const ROUNDS = Number(process.env.SOUK_RACE_ROUNDS ?? 5);

let app: TestApp;
let finance: Person;
let risk: Person;

beforeAll(async () => {
  app = await startSettlement();
  [finance, risk] = [await staff(app, 'finance'), await staff(app, 'risk')];
  // So many payouts in a day would wait for people.
  await payoutTerms(app, { alarmFloor: 1_000_000_000_000 });
});
afterAll(() => app.stop());

const switchTo = (isEnabled: boolean, scope = 'platform') =>
  app.http.post('/v1/finance/payout-switches').set(bearer(finance.token)).send({ scope, isEnabled, reason: 'a race' });

const hold = ({ sellerId }: ActiveSeller, amount: number) =>
  app.http
    .post('/v1/risk/seller-holds')
    .set(bearer(risk.token))
    .set('Idempotency-Key', `${sellerId}-${amount}`)
    .send({ sellerId, currency: 'USD', amount, reason: 'other' });

const made = async (): Promise<number> => {
  const [row] = await app.sql<{ n: number }>('select count(*)::int as n from payouts');
  return row?.n ?? 0;
};

describe('payouts at the same time', () => {
  it(`by two runs pay each seller once, ${ROUNDS} times`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const sellers = [await funded(app), await funded(app), await funded(app)];

      await Promise.all([runPayouts(app), runPayouts(app)]);
      await settled(app);

      for (const seller of sellers) {
        expect(await payouts(app, seller)).toMatchObject([{ state: 'paid', amount: { amount: 9_000 } }]);
        expect(await bankBooks(app, seller)).toEqual([{ state: 'paid', amount: 9_000 }]);
      }
    }
  });

  it(`as a hold split the money between the two, ${ROUNDS} times`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const seller = await funded(app);

      const [, placed] = await Promise.all([runPayouts(app), hold(seller, 4_000)]);
      await settled(app);

      const paid = (await payouts(app, seller)).reduce((sum, { amount }) => sum + amount.amount, 0);
      const after = await balance(app, seller);
      expect(placed.status).toBe(201);
      expect([5_000, 9_000]).toContain(paid);
      expect(after).toMatchObject({ available: 0, held: 9_000 - paid, inTransit: 0 });
    }
  });

  it.each(['platform', 'currency:USD', 'provider:sandbox'])(
    `as the switch of the %s end before the switch is answered, ${ROUNDS} times`,
    async (scope) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const sellers = await Promise.all(Array.from({ length: 4 }, () => funded(app)));
        const run = runPayouts(app);

        const answer = await switchTo(false, scope);
        const when = await made();
        await run;

        expect(answer.status).toBe(201);
        expect(await made()).toBe(when);
        await switchTo(true, scope).expect(201);
        await app.sql(`update payouts set run_at = run_at - interval '1 hour' where seller_id = any($1::uuid[])`, [
          sellers.map(idOf),
        ]);
        await runPayouts(app);
        for (const seller of sellers) expect(await payouts(app, seller)).toHaveLength(1);
      }
      await app.drain();
    },
  );
});
