import { money, type Id } from '../../../src/kernel/index.js';
import { AttemptsRepository } from '../../../src/modules/payments/attempts.repository.js';
import type { ChargedParts } from '../../../src/modules/payments/charge-back.domain.js';
import { ChargeBacks } from '../../../src/modules/payments/charge-backs.js';
import { ReconcilePayment } from '../../../src/modules/payments/reconcile-payment.js';
import { RecordCapture } from '../../../src/modules/payments/record-capture.js';
import { SubmitRefund } from '../../../src/modules/payments/submit-refund.js';
import { Once } from '../../../src/platform/http/index.js';
import { onStage } from '../../prove/locks/stage.js';
import { PaymentsWorld, type Answer, type Opened } from './payments-app.js';

const world = new PaymentsWorld();
const stage = onStage();
beforeAll(() => world.start());
afterAll(() => world.app.stop());

const after = (statement: string) => ({ statement, stop: 'after' }) as const;
const meet = (statement: string, first: () => Promise<unknown>, second: () => Promise<unknown>) =>
  stage.meet<unknown>(world.app, after(statement), first, second);

async function attemptOf({ id }: Opened, purpose: string): Promise<{ id: string; state: string }> {
  const sql = 'select id, state from payment_attempts where payment_id = $1 and purpose = $2';
  const [row] = await world.app.sql<{ id: string; state: string }>(sql, [id, purpose]);
  return row!;
}

/** How often the world was told something about it. */
const times = async (name: string, subjectId: string) =>
  (await world.app.sql('select from outbox_events where name = $1 and subject_id = $2', [name, subjectId])).length;

/** What the provider took and gave back. */
const atProvider = async ({ id }: Opened) => {
  const sql = `select c.captured::int, c.refunded::int from sandbox_provider.charges c
                 join payment_attempts a on a.purpose = 'authorise' and a.id::text = c.reference where a.payment_id = $1`;
  return world.app.sql(sql, [id]);
};

const submit = (refundId: Id<'rfd'>) => world.app.get(SubmitRefund).run(refundId);

describe('a payment', () => {
  it('that ends is not authorised any more by who came meanwhile', async () => {
    const payment = await world.open();

    const { met, outcomes } = await meet(
      'payments.lock',
      () => world.void(payment),
      () => world.pay(payment, 'tok_approve'),
    );

    expect(met).toBe(true);
    expect((outcomes[1] as Answer).body).toMatchObject({ status: 409, code: 'payment_not_payable' });
    expect(await atProvider(payment)).toEqual([]);
  });

  it('whose refusal is heard twice at once is refused once', async () => {
    const payment = await world.open();

    const { met } = await meet(
      'payments.lock-attempt',
      () => world.pay(payment, 'tok_decline'),
      async () => world.app.get(ReconcilePayment).run((await attemptOf(payment, 'authorise')).id),
    );

    expect(met).toBe(true);
    expect(await times('payment.declined', payment.id)).toBe(1);
  });

  it('that is captured stays so when somebody else has had no answer', async () => {
    const payment = await world.open();
    const noAnswer = { kind: 'unknown', why: 'timeout' } as const;

    const { met } = await meet(
      'payments.record-captured',
      () => world.pay(payment, 'tok_approve'),
      async () => {
        const claim = (await world.app.get(AttemptsRepository).openCapture(payment.id))!;
        return world.inTx((tx) => world.app.get(RecordCapture).run(tx, claim, noAnswer, Once.none));
      },
    );

    expect(met).toBe(true);
    expect(await attemptOf(payment, 'capture')).toMatchObject({ state: 'succeeded' });
  });
});

describe('a refund', () => {
  it('whose success is heard twice at once succeeds once', async () => {
    const payment = await world.paid();
    const refundId = await world.refund(payment, 3_000);

    const { met } = await meet(
      'payments.lock-refund',
      () => submit(refundId),
      () => submit(refundId),
    );

    expect(met).toBe(true);
    expect(await times('refund.succeeded', refundId)).toBe(1);
  });

  it('that is asked for meanwhile leaves less to a chargeback', async () => {
    const payment = await world.paid();
    const undone = new Error('only looked at');
    let taken: ChargedParts | undefined;

    const { met } = await meet(
      'payments.request-refund',
      () => world.refund(payment, 3_000),
      () =>
        world
          .inTx(async (tx) => {
            taken = await world.app.get(ChargeBacks).take(tx, payment.id, money(13_000, 'USD'));
            throw undone;
          })
          .catch((error: unknown) => expect(error).toBe(undone)),
    );

    expect(met).toBe(true);
    const shares = taken?.parts.map(({ amount, covered }) => [amount, covered]);
    expect(shares?.sort()).toEqual([
      [5_000, 0],
      [5_000, 3_000],
    ]);
  });
});
