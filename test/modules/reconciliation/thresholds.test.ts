import { randomUUID } from 'node:crypto';
import { bearer } from '../../support/index.js';
import { areDecidedByTwo, Terms } from '../../support/terms-by-two.js';
import { onStage } from '../../prove/locks/stage.js';
import { Books, type ItemBody } from './reconciliation-app.js';

interface Break extends ItemBody {
  readonly needsTwo: boolean;
}

const FEE = { resolution: 'provider_fee', reason: 'A fine.' };

describe('the thresholds of reconciliation', () => {
  let books: Books;
  let provider: string;
  const office = new Terms(() => books.app, '/v1/finance/reconciliation/thresholds', 'currency');
  const stage = onStage();

  beforeAll(async () => {
    books = await Books.open();
    await office.open();
    provider = await books.opened('a-balance', 'provider');
  });
  afterAll(() => books.app.stop());

  const found = async (id: string): Promise<Break> =>
    (await books.breaks()).find(({ externalId }) => externalId === id) as Break;

  /** A line that the provider took off our balance and nothing is known of. */
  async function broken(id: string, amount: string): Promise<Break> {
    const today = new Date().toISOString().slice(0, 10);
    const header = 'transaction_id,type,created,currency,gross,fee,net,source_id,reference';
    const line = `${id},adjustment,${today},USD,-${amount},0.00,-${amount},adj_${id},`;
    await books.upload(provider, 'format=balance_csv', [header, line, ''].join('\n')).expect(200);
    return found(id);
  }
  const resolve = (item: Break) =>
    books.app.http
      .post(`/v1/finance/reconciliation/breaks/${item.id}/resolution`)
      .set(bearer(office.maker.token))
      .set('Idempotency-Key', randomUUID())
      .send(FEE);

  it('are versioned: who closes a break goes by the one in force when it is closed', async () => {
    const item = await broken('txn_lowered', '600.00');
    const clearing = await books.balanceOf('psp_clearing');
    const proposed = await office.propose(office.maker, { currency: 'USD', amount: 50_000, note: 'A bad year.' });
    const between = await found('txn_lowered');
    const approved = await office.decide(office.checker, proposed.body, 'approval');
    const after = await found('txn_lowered');
    const answer = await resolve(item);
    const booked = await books.balanceOf('psp_clearing');
    await office.change({ currency: 'USD', amount: 60_000 });
    const raised = await found('txn_lowered');

    expect(proposed.body).toMatchObject({ version: 2, state: 'proposed', note: 'A bad year.' });
    expect(approved.body).toMatchObject({ state: 'in_force', amount: { amount: 50_000, currency: 'USD' } });
    expect([item, between, after, raised].map(({ needsTwo }) => needsTwo)).toEqual([false, false, true, false]);
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { status: 'missing_internal', proposal: { amount: { amount: 60_000, currency: 'USD' } } },
    ]);
    expect(booked).toBe(clearing);
  });

  it('that are lowered while one person closes a break stop him', async () => {
    await office.change({ currency: 'USD', amount: 100_000 });
    const item = await broken('txn_meanwhile', '700.00');
    const clearing = await books.balanceOf('psp_clearing');

    const { met, outcomes } = await stage.meet<unknown>(
      books.app,
      { statement: 'reconciliation.decide', stop: 'before' },
      async () => {
        const { status, body } = await resolve(item);
        return [status, (body as { code: string }).code];
      },
      () => office.change({ currency: 'USD', amount: 69_999 }),
    );

    expect(met).toBe(true);
    expect(outcomes).toEqual([[409, 'resolution_changed'], undefined]);
    expect(await found('txn_meanwhile')).toMatchObject({ status: 'missing_internal', needsTwo: true });
    expect(await books.balanceOf('psp_clearing')).toBe(clearing);
  });

  areDecidedByTwo(office, {
    declined: ['EUR', { currency: 'EUR', amount: 0 }],
    approved: ['GBP', { currency: 'GBP', amount: 90_000 }],
    unknown: 'rth_01hzy3v9qtf5r8m2k4w6x8y0za',
    table: 'reconciliation_thresholds',
  });

  it('are amounts of a currency', async () => {
    const refused = [
      await office.propose(office.maker, { currency: 'JPY', amount: -1 }),
      await office.propose(office.maker, { currency: 'XXX', amount: 1 }),
    ];

    expect(refused.map(({ status }) => status)).toEqual([422, 422]);
  });
});
