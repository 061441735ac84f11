import { fromWire, money, toWire } from '../../../src/kernel/index.js';
import { AskProvider } from '../../../src/modules/debt-collections/ask-provider.js';
import { SubmitCollection } from '../../../src/modules/debt-collections/submit-collection.js';
import { PayoutProviders, type ReversalRequest } from '../../../src/modules/settlement/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import { balance } from '../settlement/settlement-app.js';
import { onStage } from '../../prove/locks/stage.js';
import { tell } from '../stripe/stripe-app.js';
import { CollectionsWorld, USD } from './collections-app.js';

const world = new CollectionsWorld();
const stage = onStage();
beforeAll(() => world.start());
afterAll(() => world.stop());
afterEach(() => world.settle());

const uuidOf = (id: string): string => fromWire('dcl', id) as string;
const lookUp = (id: string): Promise<void> => world.app.get(AskProvider).again(uuidOf(id));
const reversalsOf = async (seller: ActiveSeller) =>
  world.stripe.books.reversalsOf(String((await world.transferOf(seller)).id)).map(({ amount }) => amount);
const N2 = ['D psp_clearing 6000', 'C seller_receivable 6000'];

describe('a reversal whose answer is lost', () => {
  const LOST = ['timeout', 'reset', 'html', 'html-500', 'error-200', '500', '429', '409', 'cut'] as const;

  it.each(LOST)('(%s) is looked up by our name of it and never sent again', async (mode) => {
    const seller = await world.debtor();
    world.stripe.fail('reverse', mode, true);

    const lost = await world.asked(seller);
    const between = [await world.takenOf(seller), await world.owed(seller)];
    await Promise.all([lookUp(lost.id), lookUp(lost.id), world.app.get(SubmitCollection).run(uuidOf(lost.id))]);
    await lookUp(lost.id);

    expect(lost.state).toBe('unknown');
    expect(between).toEqual([{ reversing: 6_000, reversed: 0 }, 6_000]);
    expect(await world.read(lost.id)).toMatchObject({ state: 'collected', surplus: USD(0) });
    expect(world.stripe.callsOf('reverse')).toHaveLength(1);
    expect(await reversalsOf(seller)).toEqual([6_000]);
    expect(await world.journals(seller)).toEqual([N2]);
    expect(await world.takenOf(seller)).toEqual({ reversing: 0, reversed: 6_000 });
  });

  it.each(['timeout', 'html', '500'] as const)(
    '(%s) and that Stripe never received is given up a day later, and can be asked for again',
    async (mode) => {
      const seller = await world.debtor();
      world.stripe.fail('reverse', mode);
      const { id } = await world.asked(seller);
      await lookUp(id);
      const early = await world.read(id);
      await world.app.sql(`update debt_collections set submitted_at = submitted_at - interval '1 day' where id = $1`, [
        uuidOf(id),
      ]);

      await lookUp(id);
      const late = await world.read(id);
      const again = await world.asked(seller);

      expect([early.state, late.state, late.failureCode]).toEqual(['unknown', 'refused', 'never_received']);
      expect(again.state).toBe('collected');
      expect(await reversalsOf(seller)).toEqual([6_000]);
      expect(await world.journals(seller)).toEqual([N2]);
    },
  );

  it('is booked once by two who look it up at the same time', async () => {
    const seller = await world.debtor();
    world.stripe.fail('reverse', 'timeout', true);
    const { id } = await world.asked(seller);

    const { met, outcomes } = await stage.meet<unknown>(
      world.app,
      { statement: 'debt-collections.lock', stop: 'after' },
      () => lookUp(id),
      () => lookUp(id),
    );

    expect([met, outcomes]).toEqual([true, [undefined, undefined]]);
    expect((await world.read(id)).state).toBe('collected');
    expect(await world.journals(seller)).toEqual([N2]);
  });

  it('is looked up by its timer, also when the look-up fails at first', async () => {
    const seller = await world.debtor();
    world.stripe.fail('reverse', 'timeout', true);
    const { id } = await world.asked(seller);
    world.stripe.fail('list-transfers', 'html');
    await world.app.advance('PT2M');
    world.stripe.fail('list-reversals', 'error-200');
    const early = await world.read(id);
    await world.app.advance('PT6M');
    const between = await world.read(id);

    await world.app.advance('PT31M');

    expect([early.state, between.state]).toEqual(['unknown', 'unknown']);
    expect((await world.read(id)).state).toBe('collected');
    expect(await reversalsOf(seller)).toEqual([6_000]);
  });

  it('for a day is told to whoever watches', async () => {
    const seller = await world.debtor();
    world.stripe.fail('reverse', 'timeout', true);
    const { id } = await world.asked(seller);
    for (let n = 0; n < 6; n += 1) world.stripe.fail('list-transfers', 'html');
    const told = async () => (await world.app.http.get('/metrics')).text.match(/souk_debt_collections_unheard.*\d$/gm);
    await world.app.advance('PT12H');
    const early = await told();

    await world.app.advance('P1D');
    const late = await told();
    world.stripe.reset();
    await world.app.advance('P1D');
    const heard = await told();

    expect([early, late, heard]).toEqual([null, ['souk_debt_collections_unheard{provider="stripe"} 1'], null]);
    expect((await world.read(id)).state).toBe('collected');
  });

  it('before the transfer was found is not sent, and found nowhere', async () => {
    const seller = await world.debtor();
    world.stripe.fail('list-transfers', '500');

    const { id, state } = await world.asked(seller);
    await lookUp(id);

    expect(state).toBe('unknown');
    expect((await world.read(id)).state).toBe('unknown');
    expect(world.stripe.callsOf('reverse')).toEqual([]);
  });

  it('is found behind a hundred of others', async () => {
    const seller = await world.debtor();
    world.stripe.fail('reverse', 'timeout', true);
    const { id } = await world.asked(seller);
    const transfer = await world.transferOf(seller);
    for (let n = 0; n < 101; n += 1) world.stripe.books.reverse(transfer, 1);
    world.stripe.books.events.length = 0;

    await lookUp(id);

    expect((await world.read(id)).state).toBe('collected');
    expect(world.stripe.callsOf('list-reversals')).toHaveLength(2);
  });

  it.each<[string, object]>([
    ['amount', { amount: 5_999 }],
    ['currency', { currency: 'eur' }],
    ['type', { object: 'reversal_of_the_moon' }],
  ])('and found with another %s is believed by nobody', async (_what, over) => {
    const seller = await world.debtor();
    world.stripe.fail('reverse', 'timeout', true);
    const { id } = await world.asked(seller);
    const [reversal = {}] = world.stripe.books.reversalsOf(String((await world.transferOf(seller)).id));
    const true_ = { ...reversal };
    Object.assign(reversal, over);

    await lookUp(id);
    const disbelieved = await world.read(id);
    Object.assign(reversal, true_);
    await lookUp(id);

    expect(disbelieved.state).toBe('unknown');
    expect((await world.read(id)).state).toBe('collected');
    expect(await world.journals(seller)).toEqual([N2]);
  });
});

describe('a process that ends', () => {
  /** Noted as sent; then nothing more is heard of the process. */
  async function begun(seller: ActiveSeller): Promise<ReversalRequest> {
    const reversalId = await world.unsent(seller);
    const submit = world.app.get(SubmitCollection);
    await world.app.get(UnitOfWork).run((tx) => submit['begin'](tx, reversalId));
    const payoutId = fromWire('pyo', (await world.payoutOf(seller)).id) as string;
    return { reversalId, payoutId, amount: money(6_000, 'USD') };
  }
  const stateOf = async ({ reversalId }: ReversalRequest) => (await world.read(toWire('dcl', reversalId))).state;

  it('before it has asked Stripe asks for nothing when the work is handed out again', async () => {
    const seller = await world.debtor();
    const request = await begun(seller);

    await world.app.get(SubmitCollection).run(request.reversalId);

    expect(await stateOf(request)).toBe('unknown');
    expect(world.stripe.callsOf('reverse')).toEqual([]);
    expect(await world.takenOf(seller)).toEqual({ reversing: 6_000, reversed: 0 });
  });

  it('before it has noted what Stripe said finds it when the work is handed out again', async () => {
    const seller = await world.debtor();
    const request = await begun(seller);
    await world.app.get(PayoutProviders).reversalsOf('stripe').send(request);

    await world.app.get(SubmitCollection).run(request.reversalId);
    await world.app.get(SubmitCollection).run(request.reversalId);

    expect(await stateOf(request)).toBe('collected');
    expect(await reversalsOf(seller)).toEqual([6_000]);
    expect(await world.journals(seller)).toEqual([N2]);
  });
});

describe('a reversal that Stripe refuses', () => {
  it('since the seller’s account has not got the money changes nothing', async () => {
    const seller = await world.debtor(6_000, 'acct_spent');

    const { state, failureCode, submittedAt, settledAt } = await world.asked(seller);

    expect({ state, failureCode }).toEqual({ state: 'refused', failureCode: 'balance_insufficient' });
    expect([submittedAt, settledAt]).not.toContain(null);
    expect(await world.owed(seller)).toBe(6_000);
    expect(await world.journals(seller)).toEqual([]);
    expect(await world.takenOf(seller)).toEqual({ reversing: 0, reversed: 0 });
  });

  it('since our key is not accepted changes nothing', async () => {
    const seller = await world.debtor();
    world.stripe.fail('reverse', '401');

    const { state, failureCode } = await world.asked(seller);

    expect({ state, failureCode }).toEqual({ state: 'refused', failureCode: 'provider_credentials_refused' });
    expect(await world.journals(seller)).toEqual([]);
  });

  it('since somebody took all of it back is a payout that has come back', async () => {
    const seller = await world.debtor();
    world.stripe.books.reverse(await world.transferOf(seller), 9_000);
    const [told = {}] = world.stripe.books.events.splice(0);
    world.stripe.fail('reverse', 'timeout');
    const { id } = await world.asked(seller);
    const heard = await tell(world.app, told);
    const between = await world.payoutOf(seller);
    await world.app.sql(`update debt_collections set submitted_at = submitted_at - interval '1 day' where id = $1`, [
      uuidOf(id),
    ]);

    await world.app.advance('PT2M');

    expect([heard, between.state]).toEqual([204, 'paid']);
    expect((await world.read(id)).state).toBe('refused');
    expect((await world.payoutOf(seller)).state).toBe('returned');
    expect(await world.takenOf(seller)).toEqual({ reversing: 0, reversed: 0 });
    expect(await balance(world.app, seller)).toMatchObject({ available: 9_000, receivable: 6_000 });
  });

  it('since somebody took all of it back is a payout that has come back, however late Stripe says so', async () => {
    const seller = await world.debtor();
    world.stripe.books.reverse(await world.transferOf(seller), 9_000);
    const reversalId = await world.unsent(seller);
    await world.told();
    await world.app.get(SubmitCollection).run(reversalId);
    world.stripe.fail('list-transfers', '500');
    await world.app.drain();
    const before = (await world.payoutOf(seller)).state;
    await world.app.advance('PT2M');

    expect([before, (await world.payoutOf(seller)).state]).toEqual(['paid', 'returned']);
    expect(await balance(world.app, seller)).toMatchObject({ available: 9_000, receivable: 6_000 });
  });
});
