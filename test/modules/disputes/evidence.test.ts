import { startApp, type TestApp } from '../../support/index.js';
import {
  disputeJournals,
  disputesOf,
  heard,
  openDispute,
  verdict,
  type DisputeBody,
} from '../../support/world.disputes.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { get, pay, placedOrder, post } from '../../support/world.orders.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import { openShop, paidSale, type Sale, type Shop } from '../../support/world.refunds.js';

const PROOF = { text: 'Signed for on Monday.', links: ['https://example.com/proof.pdf'] };

describe('what is said against a chargeback', () => {
  let app: TestApp;
  let risk: Person;
  let shop: Shop;

  beforeAll(async () => {
    app = await startApp();
    risk = await staff(app, 'risk');
    shop = await openShop(app);
  });
  afterAll(() => app.stop());
  afterEach(() => expectWorldMatch(app));

  interface Case {
    readonly sale: Sale;
    readonly ref: string;
    readonly dispute: DisputeBody;
  }

  async function opened(fields: object = {}): Promise<Case> {
    const sale = await paidSale(app, shop);
    const ref = await openDispute(app, sale.paymentId, fields);
    const [dispute] = await disputesOf(app, risk, sale.paymentId);
    return { sale, ref, dispute: dispute as DisputeBody };
  }

  const say = (token: string, { id }: DisputeBody, body: object = PROOF) =>
    post(app, token, `/v1/disputes/${id}/evidence`, body);
  const act = ({ id }: DisputeBody, what: string, body: object = {}, token = risk.token) =>
    post(app, token, `/v1/disputes/${id}/${what}`, body);
  const read = ({ id }: DisputeBody, { token }: Pick<Person, 'token'> = risk) =>
    get<DisputeBody>(app, token, `/v1/disputes/${id}`);
  const atProvider = async (ref: string): Promise<object | undefined> =>
    (await app.sql(`select state, evidence from sandbox_provider.disputes where id = $1`, [ref]))[0];
  const traces = async ({ sale, ref, dispute }: Case): Promise<unknown[]> => [
    await disputeJournals(app, sale.paymentId),
    await atProvider(ref),
    await read(dispute),
  ];

  it('comes from the seller, is sent by staff once, and the bank decides', async () => {
    const { sale, ref, dispute } = await opened();

    const said = await say(shop.seller.token, dispute);
    const sent = await act(dispute, 'submission', { note: 'The buyer had it.' });
    await heard(app);
    const booked = await disputeJournals(app, sale.paymentId);
    const again = await act(dispute, 'submission');
    await verdict(app, ref, 'won');

    expect([said.status, said.body.evidence]).toEqual([201, [expect.objectContaining(PROOF)]]);
    expect([sent.status, sent.body.state]).toEqual([200, 'submitted']);
    expect(await atProvider(ref)).toMatchObject({
      evidence: expect.stringMatching(/^The buyer had it\.\n\nsel_[^]*Signed for on Monday\.\nhttps:[^]*proof\.pdf$/),
    });
    expect(booked).toHaveLength(1);
    expect([again.status, again.body.code]).toEqual([409, 'evidence_closed']);
    expect((await read(dispute)).state).toBe('won');
  });

  it('is not taken after its time, after it was sent, or after the end', async () => {
    const [late, sent, ended] = [await opened(), await opened(), await opened()];
    await act(sent.dispute, 'submission', { note: 'It was delivered.' });
    await verdict(app, ended.ref, 'lost');
    await app.sql(`update chargebacks set evidence_due_at = opened_at where provider_ref = $1`, [late.ref]);
    const before = await Promise.all([late, sent, ended].map(traces));

    const answers = await Promise.all([late, sent, ended].map(({ dispute }) => say(shop.seller.token, dispute)));
    const submissions = await Promise.all(
      [late, ended].map(({ dispute }) => act(dispute, 'submission', { note: 'x' })),
    );

    const refusals = [...answers, ...submissions].map(({ status, body }) => [status, (body as { code: string }).code]);
    expect(refusals).toEqual(Array.from({ length: 5 }, () => [409, 'evidence_closed']));
    expect(await Promise.all([late, sent, ended].map(traces))).toEqual(before);
  });

  it('has to be there before it is sent, and be readable', async () => {
    const one = await opened();
    const before = await traces(one);

    const empty = await act(one.dispute, 'submission');
    const unsafe = await say(shop.seller.token, one.dispute, { text: 'See.', links: ['http://example.com'] });
    const blank = await say(shop.seller.token, one.dispute, { text: '' });

    expect([empty.status, empty.body.code, unsafe.status, blank.status]).toEqual([409, 'no_evidence', 422, 422]);
    expect(await traces(one)).toEqual(before);
  });

  it('is nobody’s business but the seller’s and staff’s', async () => {
    const one = await opened();
    const [rival, stranger] = [await openShop(app), await buyer(app)];
    const before = await traces(one);

    const looks = await Promise.all(
      [rival.seller.token, stranger.token, shop.ada.token].map((token) =>
        app.http.get(`/v1/disputes/${one.dispute.id}`).set('Authorization', `Bearer ${token}`),
      ),
    );
    const words = await Promise.all([say(rival.seller.token, one.dispute), say(stranger.token, one.dispute)]);
    const acts = await act(one.dispute, 'acceptance', { reason: 'x' }, shop.seller.token);
    const own = await get<{ data: { id: string }[] }>(
      app,
      rival.seller.token,
      `/v1/sellers/${rival.seller.sellerId}/disputes`,
    );

    expect(looks.map(({ status }) => status)).toEqual([404, 403, 403]);
    expect([...words, acts].map(({ status }) => status)).toEqual([404, 403, 403]);
    expect(own.data).toEqual([]);
    expect((await read(one.dispute, shop.seller)).allowedActions).toEqual([{ action: 'add_evidence', allowed: true }]);
    expect(await traces(one)).toEqual(before);
  });

  it('may be nothing: the chargeback is accepted, and lost at once', async () => {
    const { sale, ref, dispute } = await opened();

    const answers = await Promise.all([1, 2, 3].map(() => act(dispute, 'acceptance', { reason: 'Never shipped.' })));
    await heard(app);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await read(dispute)).state).toBe('accepted');
    expect(await atProvider(ref)).toMatchObject({ state: 'lost' });
    expect((await disputeJournals(app, sale.paymentId))[1]).toEqual([
      'lost',
      ['D order_escrow 13000', 'C dispute_receivable 13000'],
    ]);
  });

  it('waits while the provider does not answer, and is sent once in the end', async () => {
    const { ref, dispute } = await opened();
    const fault = { operation: 'dispute', mode: 'html-error', times: 1, booked: true };
    const headers = { 'content-type': 'application/json' };
    await fetch(new URL('/faults', app.provider.url), { method: 'POST', headers, body: JSON.stringify(fault) });

    const lost = await act(dispute, 'submission', { note: 'It was delivered.' });
    const state = (await read(dispute)).state;
    const again = await act(dispute, 'submission', { note: 'It was delivered.' });

    expect([lost.status, state]).toEqual([503, 'evidence_due']);
    expect([again.status, again.body.state]).toEqual([200, 'submitted']);
    expect(await atProvider(ref)).toMatchObject({ evidence: 'It was delivered.' });
  });

  it('does not decide who bears it: staff can, until it has ended', async () => {
    const { sale, ref, dispute } = await opened();

    const changed = await act(dispute, 'liability', { liable: 'platform', feeTo: 'platform' });
    await verdict(app, ref, 'lost');
    const late = await act(dispute, 'liability', { liable: 'seller', feeTo: 'seller' });

    expect([changed.status, changed.body.liable, late.status]).toEqual([200, 'platform', 409]);
    expect((await disputeJournals(app, sale.paymentId))[1]).toEqual([
      'absorbed',
      ['D chargeback_loss 13000', 'C dispute_receivable 13000'],
    ]);
  });

  it('can be given for a card that is disputed as soon as it is charged', async () => {
    const order = await placedOrder(app, shop.ada, { variantId: shop.variantId, quantity: 5 });

    await pay(app, shop.ada, order, 'tok_disputed');
    await heard(app);

    const [dispute] = await disputesOf(app, risk, order.paymentId);
    expect(dispute).toMatchObject({ state: 'evidence_due', amount: { amount: 13_000 }, fee: { amount: 1_500 } });
    expect((await say(shop.seller.token, dispute as DisputeBody)).status).toBe(201);
  });
});
