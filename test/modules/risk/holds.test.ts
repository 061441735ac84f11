import { asId, money, toWire, type Id } from '../../../src/kernel/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { Risk } from '../../../src/modules/risk/index.js';
import { bearer, type TestApp } from '../../support/index.js';
import { assess, held, payment, PEOPLE, startRisk, Told } from './risk-app.js';

interface HoldBody {
  readonly id: string;
  readonly state: string;
  readonly claimedBy: string | null;
  readonly reason: string | null;
  readonly allowedActions: { action: string; allowed: boolean }[];
}

interface Problem {
  readonly code: string;
}

describe('the review of held payments', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startRisk();
  });

  afterAll(() => app.stop());

  beforeEach(async () => {
    const live = await app.sql<{ object_id: string }>(
      `select object_id from risk_holds where state in ('open', 'claimed')`,
    );
    await app.get(UnitOfWork).run(async (tx) => {
      for (const { object_id } of live) await app.get(Risk).withdraw(tx, object_id, 'next test');
    });
    await app.drain();
    app.get(Told).forget();
  });

  const call = async (as: string, path: string, body: object = {}) => {
    const answer = await app.http
      .post(`/v1/risk/holds/${path}`)
      .set(bearer(as))
      .set('Idempotency-Key', `${as}-${path}-${Math.random()}`)
      .send(body);
    return { status: answer.status, body: answer.body as HoldBody & Problem };
  };

  const holdOf = async (): Promise<{ id: string; paymentId: string; uuid: Id<'hld'> }> => {
    const { holdId } = await held(app);
    const uuid = holdId ?? asId<'hld'>('');
    const [row] = await app.sql<{ object_id: string }>('select object_id from risk_holds where id = $1', [uuid]);
    return { id: toWire('hld', uuid), paymentId: row?.object_id ?? '', uuid };
  };

  const state = async (id: Id<'hld'>): Promise<string | undefined> => {
    const [row] = await app.sql<{ state: string }>('select state from risk_holds where id = $1', [id]);
    return row?.state;
  };

  it('lists what waits', async () => {
    const { id } = await holdOf();

    const answer = await app.http.get('/v1/risk/holds').set(bearer('analyst'));

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      data: [{ id, state: 'open', amount: { amount: 1_000_000, currency: 'USD' }, score: 60 }],
      page: { hasMore: false, nextCursor: null },
    });
  });

  it('keeps the queue from everybody else', async () => {
    const { id, uuid } = await holdOf();

    const listed = await app.http.get('/v1/risk/holds').set(bearer('buyer'));
    const released = await call('buyer', `${id}/release`);

    expect([listed.status, released.status, await state(uuid)]).toEqual([403, 403, 'open']);
  });

  it('gives the highest score first, and to one analyst only', async () => {
    await holdOf();
    const worse = await assess(
      app,
      payment({ amount: money(1_000_000, 'USD'), facts: { accountCreatedAt: new Date().toISOString() } }),
    );

    const first = await call('analyst', 'claim');
    const second = await call('colleague', 'claim');
    const third = await call('analyst', 'claim');

    expect(first.body.id).toBe(toWire('hld', worse.holdId ?? ''));
    expect(first.body.claimedBy).toBe(toWire('usr', PEOPLE.analyst.userId));
    expect([second.status, second.body.id === first.body.id]).toEqual([200, false]);
    expect([third.status, third.body.code]).toEqual([404, 'nothing_to_review']);
  });

  it('gives parallel claims different holds', async () => {
    const ids = [(await holdOf()).id, (await holdOf()).id, (await holdOf()).id];

    const claims = await Promise.all(['analyst', 'colleague', 'analyst'].map((as) => call(as, 'claim')));

    expect(claims.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(claims.map(({ body }) => body.id).sort()).toEqual(ids.sort());
  });

  it('gives a repeated claim with the same key the same hold', async () => {
    await holdOf();
    await holdOf();
    const claim = () =>
      app.http.post('/v1/risk/holds/claim').set(bearer('analyst')).set('Idempotency-Key', 'one-claim').send({});

    const [first, second] = [await claim(), await claim()];

    expect((second.body as HoldBody).id).toBe((first.body as HoldBody).id);
  });

  it('releases a hold and tells payments', async () => {
    const { id, paymentId } = await holdOf();
    await call('analyst', `${id}/claim`);

    const { status, body } = await call('analyst', `${id}/release`, { reason: 'known buyer' });
    await app.drain();

    expect([status, body.state, body.reason]).toEqual([200, 'released', 'known buyer']);
    expect(body.allowedActions.every(({ allowed }) => !allowed)).toBe(true);
    expect(app.get(Told).released).toEqual([paymentId]);
    expect(app.get(Told).rejected).toEqual([]);
  });

  it('lets nobody decide about an own purchase', async () => {
    const { id, uuid } = await holdOf();
    await app.sql('update risk_holds set buyer_id = $1 where id = $2', [PEOPLE.analyst.userId, uuid]);
    await call('analyst', `${id}/claim`);

    const released = await call('analyst', `${id}/release`, { reason: 'It is mine.' });
    const rejected = await call('analyst', `${id}/rejection`, { reason: 'It is mine.' });

    expect([released.status, released.body.code]).toEqual([403, 'own_matter']);
    expect([rejected.status, rejected.body.code]).toEqual([403, 'own_matter']);
    expect(await state(uuid)).toBe('claimed');
  });

  it('rejects a hold and tells payments why', async () => {
    const { id, paymentId } = await holdOf();

    const { status, body } = await call('analyst', `${id}/rejection`, { reason: 'stolen card' });
    await app.drain();

    expect([status, body.state]).toEqual([200, 'rejected']);
    expect(app.get(Told).rejected).toEqual([{ paymentId, reason: 'stolen card' }]);
  });

  it('wants a reason for a rejection', async () => {
    const { id, uuid } = await holdOf();

    const { status } = await call('analyst', `${id}/rejection`);

    expect([status, await state(uuid)]).toEqual([422, 'open']);
  });

  it('decides once when two decide at the same time', async () => {
    const { id } = await holdOf();

    const answers = await Promise.all([
      call('analyst', `${id}/release`),
      call('colleague', `${id}/rejection`, { reason: 'stolen card' }),
      call('analyst', `${id}/release`),
    ]);
    await app.drain();

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(app.get(Told).released.length + app.get(Told).rejected.length).toBe(1);
  });

  it('lets nobody decide what another analyst reviews', async () => {
    const { id, uuid } = await holdOf();
    await call('analyst', `${id}/claim`);

    const claim = await call('colleague', `${id}/claim`);
    const release = await call('colleague', `${id}/release`);

    expect([claim.status, claim.body.code]).toEqual([409, 'hold_claimed_by_other']);
    expect([release.status, release.body.code]).toEqual([409, 'hold_claimed_by_other']);
    expect(await state(uuid)).toBe('claimed');
    const seen = await app.http.get(`/v1/risk/holds/${id}`).set(bearer('colleague'));
    expect((seen.body as HoldBody).allowedActions).toEqual([
      { action: 'claim', allowed: false, reason: 'state_is_claimed' },
      { action: 'release', allowed: false, reason: 'hold_claimed_by_other' },
      { action: 'reject', allowed: false, reason: 'hold_claimed_by_other' },
    ]);
  });

  it('returns a hold to the queue when the lease runs out', async () => {
    const { id, uuid } = await holdOf();
    await call('analyst', `${id}/claim`);

    await app.advance('PT29M');
    const before = await state(uuid);
    await app.advance('PT1M');

    expect([before, await state(uuid)]).toEqual(['claimed', 'open']);
    expect((await call('colleague', `${id}/claim`)).status).toBe(200);
  });

  it('makes the lease longer for who claims again', async () => {
    const { id, uuid } = await holdOf();
    await call('analyst', `${id}/claim`);
    await app.advance('PT20M');

    await call('analyst', `${id}/claim`);
    await app.advance('PT20M');

    expect(await state(uuid)).toBe('claimed');
  });

  it('rejects by itself what nobody reviewed by the deadline', async () => {
    const { uuid, paymentId } = await holdOf();

    await app.advance('P2D');
    const before = await state(uuid);
    await app.advance('P1D');

    expect([before, await state(uuid)]).toEqual(['open', 'rejected']);
    expect(app.get(Told).rejected).toEqual([{ paymentId, reason: 'review_deadline_passed' }]);
  });

  it('leaves the deadline of a decided hold without effect', async () => {
    const { id, uuid } = await holdOf();
    await call('analyst', `${id}/release`);

    await app.advance('P5D');

    expect(await state(uuid)).toBe('released');
    expect(app.get(Told).rejected).toEqual([]);
  });

  it('drops a hold whose payment is given up', async () => {
    const { id, uuid, paymentId } = await holdOf();

    await app.get(UnitOfWork).run((tx) => app.get(Risk).withdraw(tx, paymentId, 'order_cancelled'));
    const release = await call('analyst', `${id}/release`);

    expect([await state(uuid), release.status, release.body.code]).toEqual(['withdrawn', 409, 'illegal_transition']);
    expect(app.get(Told).released).toEqual([]);
  });

  it('does not know a hold that is not there', async () => {
    const unknown = toWire('hld', '018bcfe5-6800-7000-8000-000000000000');

    expect((await call('analyst', `${unknown}/claim`)).status).toBe(404);
    expect((await call('analyst', `ord_${unknown.slice(4)}/release`)).status).toBe(404);
  });
});
