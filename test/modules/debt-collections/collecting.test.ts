import { fromWire, toWire } from '../../../src/kernel/index.js';
import { SubmitCollection } from '../../../src/modules/debt-collections/submit-collection.js';
import { bearer } from '../../support/index.js';
import { staff } from '../../support/world.identity.js';
import { post } from '../../support/world.orders.js';
import { balance, delivered, idOf, payouts, released } from '../settlement/settlement-app.js';
import { CollectionsWorld, USD, type CollectionBody } from './collections-app.js';

const world = new CollectionsWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());
afterEach(() => world.settle());

const codeOf = ({ body }: { body: unknown }): string => (body as { code: string }).code;

describe('what a seller owes', () => {
  it('is taken back out of a transfer (N2)', async () => {
    const seller = await world.debtor();
    const payout = await world.payoutOf(seller);
    const transfer = await world.transferOf(seller);

    const answer = await world.ask(seller);
    const asked = answer.body as CollectionBody;
    await world.app.drain();

    expect(answer.status).toBe(201);
    expect(asked).toMatchObject({
      ...{ state: 'requested', amount: USD(6_000), sellerId: seller.sellerId, payoutId: payout.id, surplus: null },
      ...{ provider: 'stripe', requestedBy: world.finance.userId, submittedAt: null, settledAt: null },
    });
    const id = fromWire('dcl', asked.id) as string;
    expect(world.stripe.callsOf('reverse')).toMatchObject([
      { key: `${id}:reversal`, form: { amount: '6000', 'metadata[souk_reference]': id } },
    ]);
    expect(transfer.amount_reversed).toBe(6_000);
    const collected = await world.read(asked.id);
    expect(collected).toMatchObject({ state: 'collected', surplus: USD(0), failureCode: null });
    expect(collected.settledAt).not.toBeNull();
    expect(await world.list(`sellerId=${seller.sellerId}`)).toEqual([collected]);
    expect(await world.list(`sellerId=${seller.sellerId}&state=refused`)).toEqual([]);
    expect(await world.journals(seller)).toEqual([['D psp_clearing 6000', 'C seller_receivable 6000']]);
    expect(await world.owed(seller)).toBe(0);
    expect(await world.takenOf(seller)).toEqual({ reversing: 0, reversed: 6_000 });
    expect(await world.payoutOf(seller)).toMatchObject({ state: 'paid', takenBack: USD(6_000) });
    const steps = `select from_state, to_state, actor_type from lifecycle_history
                    where subject_type = 'debt_collection' and subject_id = $1 order by id`;
    expect(await world.app.sql(steps, [id])).toEqual([
      { from_state: 'requested', to_state: 'submitted', actor_type: 'system' },
      { from_state: 'submitted', to_state: 'collected', actor_type: 'provider' },
    ]);
  });

  it('is taken back in parts, each of them once', async () => {
    const seller = await world.debtor();

    await world.asked(seller, 2_000);
    await world.asked(seller, 4_000);
    const third = await world.ask(seller, 1);

    expect([third.status, codeOf(third)]).toEqual([409, 'debt_smaller']);
    expect(await world.journals(seller)).toEqual([
      ['D psp_clearing 2000', 'C seller_receivable 2000'],
      ['D psp_clearing 4000', 'C seller_receivable 4000'],
    ]);
    expect(await world.owed(seller)).toBe(0);
  });

  it('is asked back once by ten at once', async () => {
    const seller = await world.debtor();

    const answers = await Promise.all(Array.from({ length: 10 }, () => world.ask(seller)));
    await world.app.drain();

    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
    expect(world.stripe.callsOf('reverse')).toHaveLength(1);
    expect(await world.journals(seller)).toHaveLength(1);
    expect(await world.owed(seller)).toBe(0);
    expect(await world.takenOf(seller)).toEqual({ reversing: 0, reversed: 6_000 });
  });

  it('is asked back by ten at once up to what is left of the payout', async () => {
    const seller = await world.debtor(50_000);

    const answers = await Promise.all(Array.from({ length: 10 }, () => world.ask(seller, 2_000)));
    await world.app.drain();

    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(codeOf)).toEqual(Array.from({ length: 6 }, () => 'nothing_to_take_back'));
    expect((await world.transferOf(seller)).amount_reversed).toBe(8_000);
    expect(await world.owed(seller)).toBe(42_000);
    expect(await world.takenOf(seller)).toEqual({ reversing: 0, reversed: 8_000 });
  });

  it('is not asked back twice while nobody knows how the first one ends, nor given up', async () => {
    const seller = await world.debtor();
    await world.owe(seller, 1_000);
    const path = `/v1/finance/sellers/${seller.sellerId}/write-offs`;
    const giveUp = (amount: number) =>
      post(world.app, world.finance.token, path, { amount: USD(amount), reason: 'The company was dissolved.' });
    await world.app.sql(`insert into debt_terms select max(version) + 1, 0, 'test', now() from debt_terms returning 1`);
    world.stripe.fail('reverse', 'timeout', true);
    const { state } = await world.asked(seller);

    const second = await world.ask(seller, 1_001);
    const offs = [await giveUp(1_001), await giveUp(1_000)];

    expect(state).toBe('unknown');
    expect([second.status, codeOf(second)]).toEqual([409, 'debt_being_collected']);
    expect([offs[0]?.status, codeOf(offs[0] ?? { body: {} })]).toEqual([409, 'debt_being_collected']);
    expect(offs[1]?.status).toBe(201);
  });

  it('is taken back by the same request once', async () => {
    const seller = await world.debtor();
    const path = `/v1/finance/sellers/${seller.sellerId}/debt-collections`;
    const again = () =>
      world.app.http
        .post(path)
        .set(bearer(world.finance.token))
        .set('Idempotency-Key', `once-${seller.sellerId}`)
        .send({ amount: USD(3_000) });

    const answers = [await again(), await again()];
    await world.app.drain();

    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect(await world.owed(seller)).toBe(3_000);
  });

  it('is taken back out of the payout that is named, or the latest of which so much is left', async () => {
    const seller = await world.debtor(0);
    await released(world.app, await delivered(world.app, seller));
    await world.app.advance('P8D');
    await world.settle();
    await world.owe(seller, 15_000);
    const [latest, first] = await payouts(world.app, seller);

    const named = await world.asked(seller, 2_000, { payoutId: first?.id });
    const either = await world.asked(seller, 5_000);
    const rest = await world.asked(seller, 7_000);
    const tooMuch = await world.ask(seller, 1_000, { payoutId: first?.id });

    expect([named, either, rest].map(({ payoutId }) => payoutId)).toEqual([first?.id, latest?.id, first?.id]);
    expect([tooMuch.status, codeOf(tooMuch)]).toEqual([409, 'nothing_to_take_back']);
    expect(await world.owed(seller)).toBe(1_000);
  });

  it('is asked back once by two at once out of two payouts', async () => {
    const seller = await world.debtor(0);
    await released(world.app, await delivered(world.app, seller));
    await world.app.advance('P8D');
    await world.settle();
    await world.owe(seller, 6_000);
    const both = await payouts(world.app, seller);

    const answers = await Promise.all(both.map(({ id }) => world.ask(seller, 6_000, { payoutId: id })));
    await world.app.drain();

    expect(both).toHaveLength(2);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(world.stripe.callsOf('reverse')).toHaveLength(1);
    expect(await world.journals(seller)).toEqual([['D psp_clearing 6000', 'C seller_receivable 6000']]);
    expect(await world.owed(seller)).toBe(0);
  });

  it('is at most what is owed, of this seller, out of a payout of this seller', async () => {
    const [seller, other] = [await world.debtor(), await world.debtor()];
    const theirs = await world.payoutOf(other);
    const nobody = { sellerId: 'sel_01hzy3v9qtf5r8m2k4w6x8y0za' };

    const answers = [
      await world.ask(seller, 6_001),
      await world.ask(seller, 9_001),
      await world.ask(seller, 1, { payoutId: theirs.id }),
      await world.ask(seller, 1, { payoutId: 'pyo_01hzy3v9qtf5r8m2k4w6x8y0za' }),
      await world.ask(seller, 1, {
        amount: { amount: 1, currency: 'EUR' },
        payoutId: (await world.payoutOf(seller)).id,
      }),
      await world.ask(nobody, 1),
      await world.ask(seller, 0),
      await world.ask(seller, -1),
    ];

    expect(answers.map(({ status }) => status)).toEqual([409, 409, 404, 404, 409, 404, 409, 422]);
    expect(answers.slice(0, 2).map(codeOf)).toEqual(['debt_smaller', 'nothing_to_take_back']);
    expect(await world.takenOf(seller)).toEqual({ reversing: 0, reversed: 0 });
    expect(await world.takenOf(other)).toEqual({ reversing: 0, reversed: 0 });
    expect(world.stripe.calls).toEqual([]);
  });

  it('is not taken back from a bank, nor out of a payout that has come back', async () => {
    const [seller, returned] = [await world.debtor(), await world.debtor()];
    const paidBy = (provider: string) =>
      world.app.sql('update payouts set provider = $2 where seller_id = $1', [idOf(seller), provider]);
    await paidBy('sandbox');
    world.stripe.books.reverse(await world.transferOf(returned), 9_000);
    await world.told();
    await world.owe(returned, 9_000);

    const named = await world.ask(seller, 1, { payoutId: (await world.payoutOf(seller)).id });
    const any = await world.ask(seller, 1);
    const back = await world.ask(returned, 1, { payoutId: (await world.payoutOf(returned)).id });
    await paidBy('stripe');

    expect([named, any, back].map(({ status }) => status)).toEqual([409, 409, 409]);
    expect([named, any, back].map(codeOf)).toEqual([
      ...['payout_not_reversible', 'nothing_to_take_back', 'nothing_to_take_back'],
    ]);
    expect(await world.takenOf(returned)).toEqual({ reversing: 0, reversed: 0 });
  });

  it('is finance’s to collect, and of nobody who belongs to the seller', async () => {
    const seller = await world.debtor();
    const { id } = await world.asked(seller, 1);
    const risk = await staff(world.app, 'risk');
    await world.app.sql(`insert into memberships (seller_id, user_id, role, since) values ($1, $2, 'staff', now())`, [
      idOf(seller),
      fromWire('usr', world.finance.userId),
    ]);
    const read = (path: string, token: string) => world.app.http.get(path).set(bearer(token));

    const answers = [
      await world.ask(seller, 1, {}, seller.token),
      await world.ask(seller, 1, {}, risk.token),
      await read('/v1/finance/debt-collections', seller.token),
      await read(`/v1/finance/debt-collections/${id}`, seller.token),
      await read('/v1/finance/debt-collections/dcl_01hzy3v9qtf5r8m2k4w6x8y0za', world.finance.token),
    ];
    const own = await world.ask(seller, 1);

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 404]);
    expect([own.status, codeOf(own)]).toEqual([403, 'own_matter']);
    expect(await world.owed(seller)).toBe(5_999);
  });
});

describe('a debt that was paid in another way', () => {
  const receive = (sellerId: string, amount: number) =>
    post(world.app, world.finance.token, `/v1/finance/sellers/${sellerId}/debt-receipts`, {
      amount: USD(amount),
      bankReference: `bank-${sellerId}-${amount}`,
    });

  it('before the provider is asked is not asked for', async () => {
    const seller = await world.debtor();
    const id = await world.unsent(seller);
    await receive(seller.sellerId, 1);

    await world.app.get(SubmitCollection).run(id);

    expect(await world.read(toWire('dcl', id))).toMatchObject({ state: 'refused', failureCode: 'debt_smaller' });
    expect(world.stripe.callsOf('reverse')).toEqual([]);
    expect(await world.takenOf(seller)).toEqual({ reversing: 0, reversed: 0 });
    expect(await world.owed(seller)).toBe(5_999);
  });

  it('is not asked for either where what is left of it is on its way', async () => {
    const seller = await world.debtor();
    world.stripe.fail('reverse', 'timeout', true);
    const first = await world.asked(seller, 3_000);
    const id = await world.unsent(seller, 3_000);
    await receive(seller.sellerId, 3_000);

    await world.app.get(SubmitCollection).run(id);
    await world.app.advance('PT2M');

    expect(await world.read(toWire('dcl', id))).toMatchObject({ state: 'refused', failureCode: 'debt_smaller' });
    expect(await world.read(first.id)).toMatchObject({ state: 'collected', surplus: USD(0) });
    expect(await balance(world.app, seller)).toMatchObject({ receivable: 0, available: 0 });
    expect(await world.takenOf(seller)).toEqual({ reversing: 0, reversed: 3_000 });
  });

  it('while it is on its way: what is too much is available', async () => {
    const seller = await world.debtor();
    world.stripe.fail('reverse', 'timeout', true);
    const { id, state } = await world.asked(seller);
    await receive(seller.sellerId, 1_000);
    await released(world.app, await delivered(world.app, seller, { item: 2_000, commission: 0 }));
    const before = await balance(world.app, seller);

    await world.app.advance('PT2M');

    expect(state).toBe('unknown');
    expect(before).toMatchObject({ receivable: 3_000, available: 0 });
    expect(await world.read(id)).toMatchObject({ state: 'collected', amount: USD(6_000), surplus: USD(3_000) });
    expect(await world.journals(seller)).toEqual([
      ['D psp_clearing 6000', 'C seller_receivable 3000', 'C seller_available 3000'],
    ]);
    expect(await balance(world.app, seller)).toMatchObject({ receivable: 0, available: 3_000 });
  });
});
