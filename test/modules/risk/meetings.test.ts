import { Risk } from '../../../src/modules/risk/index.js';
import { toWire } from '../../../src/kernel/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { bearer, type TestApp } from '../../support/index.js';
import { onStage } from '../../prove/locks/stage.js';
import { held, startRisk } from './risk-app.js';

interface Answer {
  readonly status: number;
  readonly body: { readonly id?: string; readonly code?: string };
}

describe('a held payment that two come to', () => {
  let app: TestApp;
  const stage = onStage();

  beforeAll(async () => {
    app = await startRisk();
  });
  afterAll(() => app.stop());

  const call = async (as: string, path: string): Promise<Answer> => {
    const request = app.http.post(`/v1/risk/holds/${path}`).set(bearer(as));
    const { status, body } = await request.set('Idempotency-Key', `${as}-${path}`).send({});
    return { status, body: body as Answer['body'] };
  };
  const rows = () =>
    app.sql<{ id: string; object_id: string; state: string }>(
      'select id, object_id, state from risk_holds order by id',
    );
  const meet = <T>(statement: string, first: () => Promise<T>, second: () => Promise<T>) =>
    stage.meet(app, { statement, stop: 'after' }, first, second);

  it('is given to one of them, and the next one to the other', async () => {
    const ids = [await held(app), await held(app)].map(({ holdId }) => toWire('hld', holdId ?? ''));

    const { met, outcomes } = await meet(
      'risk.next-hold',
      () => call('analyst', 'claim'),
      () => call('colleague', 'claim'),
    );

    expect([met, ...outcomes.map(({ status }) => status)]).toEqual([true, 200, 200]);
    expect(outcomes.map(({ body }) => body.id).sort()).toEqual(ids.sort());
  });

  it('is not released by one while the other claims it', async () => {
    const { holdId } = await held(app);
    const id = toWire('hld', holdId ?? '');

    const { met, outcomes } = await meet(
      'risk.lock-hold',
      () => call('analyst', `${id}/claim`),
      () => call('colleague', `${id}/release`),
    );

    expect([met, ...outcomes.map(({ status }) => status)]).toEqual([true, 200, 409]);
    expect(outcomes[1]?.body.code).toBe('hold_claimed_by_other');
    expect((await rows()).find((row) => row.id === holdId)?.state).toBe('claimed');
  });

  it('is not released while its payment is given up', async () => {
    const { holdId } = await held(app);
    const { object_id: paymentId } = (await rows()).find(({ id }) => id === holdId)!;
    const withdraw = () => app.get(UnitOfWork).run((tx) => app.get(Risk).withdraw(tx, paymentId, 'order_cancelled'));

    const { met, outcomes } = await meet<unknown>('risk.find-live-hold', withdraw, () =>
      call('analyst', `${toWire('hld', holdId ?? '')}/release`),
    );

    expect(met).toBe(true);
    expect(outcomes[1]).toMatchObject({ status: 409, body: { code: 'illegal_transition' } });
    expect((await rows()).find(({ id }) => id === holdId)?.state).toBe('withdrawn');
  });
});
