import { bearer, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import { Stage } from '../../prove/locks/stage.js';
import { funded, runPayouts, startSettlement } from './settlement-app.js';

describe('the kill switch, while payouts are made', () => {
  let app: TestApp;
  let stage: Stage;
  let finance: Person;

  beforeAll(async () => {
    app = await startSettlement();
    stage = new Stage();
    finance = await staff(app, 'finance');
  });
  afterAll(async () => {
    stage.close();
    await app.stop();
  });

  const set = (isEnabled: boolean) =>
    app.http
      .post('/v1/finance/payout-switches')
      .set(bearer(finance.token))
      .send({ scope: 'platform', isEnabled, reason: 'a test of the switch' })
      .expect(201);

  it('lets nothing out after its answer', async () => {
    await funded(app);
    const count = () => app.sql('select count(*)::int as made from payouts');

    const { met, outcomes } = await stage.meet<unknown>(
      app,
      { statement: 'settlement.insert-payout', stop: 'before' },
      () => runPayouts(app),
      async () => {
        await set(false);
        return count();
      },
    );

    expect(met).toBe(true);
    expect(outcomes[1]).toEqual(await count());
  });
});
