import { randomUUID } from 'node:crypto';
import { bearer } from '../../support/index.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import { PaymentsWorld, type Opened } from './payments-app.js';

const world = new PaymentsWorld();
beforeAll(() => world.start());
afterAll(async () => {
  await expectWorldMatch(world.app);
  await world.app.stop();
});

const LARGE = [600_000, 400_000];

async function chargeState(payment: Opened): Promise<unknown> {
  const [row] = await world.app.sql<{ id: string }>(
    `select id from payment_attempts where payment_id = $1 and purpose = 'authorise' order by id desc limit 1`,
    [payment.id],
  );
  return (await world.provider(`/charges/by-reference/${row!.id}`)).state;
}

async function decide(payment: Opened, decision: 'release' | 'rejection'): Promise<number> {
  const holds = await world.app.http.get('/v1/risk/holds?limit=100').set(bearer('analyst'));
  const hold = (holds.body as { data: { id: string; paymentId: string }[] }).data.find(
    (row) => row.paymentId === payment.wire,
  );
  const answer = await world.app.http
    .post(`/v1/risk/holds/${hold!.id}/${decision}`)
    .set(bearer('analyst'))
    .set('Idempotency-Key', randomUUID())
    .send({ reason: 'looked at' });
  return answer.status;
}

describe('a payment that risk holds', () => {
  it('is captured once it is released', async () => {
    const payment = await world.open(LARGE);

    const answer = await world.pay(payment, 'tok_approve');
    const status = await decide(payment, 'release');
    await world.settle();

    expect(answer.body.state).toBe('held');
    expect(status).toBe(200);
    expect(await world.stateOf(payment)).toBe('captured');
    expect(world.toldOf(payment)).toEqual(['held', 'captured']);
    expect(await world.journalsOf(payment)).toEqual([
      { source: 'payment:capture', moved: 600_000 },
      { source: 'payment:capture', moved: 400_000 },
    ]);
  });

  it('is given back once it is rejected', async () => {
    const payment = await world.open(LARGE);
    await world.pay(payment, 'tok_approve');

    await decide(payment, 'rejection');
    await world.settle();

    expect(await world.stateOf(payment)).toBe('voided');
    expect(await chargeState(payment)).toBe('voided');
    expect(world.toldOf(payment)).toEqual(['held', 'voided: risk_rejected']);
    expect(await world.journalsOf(payment)).toEqual([]);
  });

  it('is given back when it is ended, and leaves the review queue', async () => {
    const payment = await world.open(LARGE);
    await world.pay(payment, 'tok_approve');

    const isEnded = await world.void(payment, 'buyer_cancelled');
    await world.settle();
    const holds = await world.app.http.get('/v1/risk/holds?limit=100').set(bearer('analyst'));

    expect(isEnded).toBe(true);
    expect(await world.stateOf(payment)).toBe('voided');
    expect(JSON.stringify(holds.body)).not.toContain(payment.wire);
  });
});

describe('a payment that risk blocks', () => {
  it('is given back at once and not told why', async () => {
    const payment = await world.open(LARGE, { shippingCountry: 'DE' });

    const answer = await world.pay(payment, 'tok_approve');
    await world.settle();

    expect(answer.body).toMatchObject({ state: 'declined', declineCode: 'risk_blocked' });
    expect(await world.stateOf(payment)).toBe('voided');
    expect(await chargeState(payment)).toBe('voided');
    expect(world.toldOf(payment)).toEqual(['voided: risk_blocked']);
  });
});

describe('a payment that nobody wants any more', () => {
  it('expires when no card was authorised, and cannot be paid', async () => {
    const payment = await world.open();

    const isEnded = await world.void(payment);
    const answer = await world.pay(payment, 'tok_approve');

    expect(isEnded).toBe(true);
    expect(await world.stateOf(payment)).toBe('expired');
    expect(answer).toMatchObject({ status: 409, body: { code: 'payment_not_payable' } });
  });

  it('is given back while it waits for its holder', async () => {
    const payment = await world.open();
    const asked = await world.pay(payment, 'tok_needs_action');

    await world.void(payment);
    await world.settle();
    await world.act(asked, 'approve');
    await world.settle();

    expect(await world.stateOf(payment)).toBe('voided');
    expect(await chargeState(payment)).toBe('voided');
  });

  it('stays captured: ending it comes too late', async () => {
    const payment = await world.paid();

    const isEnded = await world.void(payment);

    expect(isEnded).toBe(false);
    expect(await world.stateOf(payment)).toBe('captured');
  });

  it('is given back when the card is authorised after the end', async () => {
    const payment = await world.open();
    await world.provider('/faults', { operation: 'authorise', mode: 'delay', delayMs: 400 });

    const paying = world.pay(payment, 'tok_approve').then((answer) => answer);
    await intent(payment);
    const isEnded = await world.void(payment);
    const answer = await paying;
    await world.settle();

    expect(isEnded).toBe(true);
    expect(answer.body).toMatchObject({ state: 'declined', declineCode: 'not_paid_in_time' });
    expect(await world.stateOf(payment)).toBe('voided');
    expect(await chargeState(payment)).toBe('voided');
    expect(world.toldOf(payment)).toEqual(['voided: not_paid_in_time']);
  });

  it('is either captured or given back when both happen at once', async () => {
    const payments = await Promise.all(Array.from({ length: 12 }, () => world.open()));

    const ended = await Promise.all(
      payments.map(async (payment) => {
        const paying = world.pay(payment, 'tok_approve').then((answer) => answer);
        const isEnded = await world.void(payment);
        await paying;
        return isEnded;
      }),
    );
    await world.settle();

    for (const [i, payment] of payments.entries()) {
      const state = await world.stateOf(payment);
      expect(ended[i] ? ['expired', 'voided'] : ['captured']).toContain(state);
      expect(await world.journalsOf(payment)).toHaveLength(state === 'captured' ? 2 : 0);
    }
  });
});

/** Waits until the attempt to authorise is on record, which is before the provider is called. */
async function intent({ id }: Opened): Promise<void> {
  const sql = 'select 1 from payment_attempts where payment_id = $1';
  while ((await world.app.sql(sql, [id])).length === 0) await new Promise(setImmediate);
}
