import { randomUUID } from 'node:crypto';
import { toWire } from '../../../src/kernel/index.js';
import { SubmitPayout } from '../../../src/modules/settlement/submit-payout.js';
import { bearer, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import { onStage } from '../../prove/locks/stage.js';
import { bankBooks, funded, idOf, runPayouts, startSettlement } from './settlement-app.js';

describe('the kill switch, while payouts are made', () => {
  let app: TestApp;
  const stage = onStage();
  let finance: Person;

  beforeAll(async () => {
    app = await startSettlement();
    finance = await staff(app, 'finance');
  });
  afterAll(() => app.stop());

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

  it('does not let out what finance cancels when it is set back', async () => {
    await set(true);
    const seller = await funded(app);
    const sending = stage.stand({ statement: 'settlement.lock-payout', stop: 'before' });
    await runPayouts(app);
    await sending.isThere;
    await set(false);
    sending.go();
    await app.drain();
    await set(true);
    const [payout] = await app.sql<{ id: string; state: string }>(
      'select id, state from payouts where seller_id = $1',
      [idOf(seller)],
    );
    const cancel = () =>
      app.http
        .post(`/v1/finance/payouts/${toWire('pyo', payout!.id)}/cancellation`)
        .set(bearer(finance.token))
        .set('Idempotency-Key', randomUUID())
        .send({ reason: 'a doubt' })
        .then(({ status }) => status);

    const { met, outcomes } = await stage.meet<unknown>(
      app,
      { statement: 'settlement.lock-payout', stop: 'after' },
      cancel,
      () => app.get(SubmitPayout).run(payout!.id),
    );

    expect([payout?.state, met, outcomes]).toEqual(['approved', true, [200, undefined]]);
    expect(await bankBooks(app, seller)).toEqual([]);
  });
});
