import { randomUUID } from 'node:crypto';
import { bearer, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import { post } from '../../support/world.orders.js';
import {
  balance,
  bankBooks,
  delivered,
  funded,
  get,
  payouts,
  released,
  runPayouts,
  settled,
  startSettlement,
} from '../settlement/settlement-app.js';
import { approvalOf, approve, asked, latest, newcomer, stateOf, uuidOf } from './approvals-app.js';

let app: TestApp;
let [ada, ben, cai]: Person[] = [];

beforeAll(async () => {
  app = await startSettlement();
  [ada, ben, cai] = [await staff(app, 'finance'), await staff(app, 'finance'), await staff(app, 'finance')];
});
afterAll(() => app.stop());

const finance = () => ({ ada: ada as Person, ben: ben as Person, cai: cai as Person });

/** A draft for a seller whose account no payout has reached. */
async function draft(earnings = 1) {
  const seller = await newcomer(app, {}, earnings);
  await runPayouts(app);
  const payout = await latest(app, seller);
  const { payloadHash } = await approvalOf(app, finance().ada, payout.id);
  return { seller, payout, payloadHash };
}

const newAccount = { holder: 'Somebody else', accountNumber: 'DE89370400440532013000', country: 'DE' };

describe('a payout to an account that none has reached', () => {
  it('waits as a draft until two people of finance have approved it, and the next one goes by itself', async () => {
    const { seller, payout, payloadHash } = await draft();
    const { ada: first, ben: second } = finance();

    const one = await approve(app, first, payout.id, payloadHash).expect(200);
    await settled(app);
    const between = [(await latest(app, seller)).state, await bankBooks(app, seller)];
    const two = await approve(app, second, payout.id, payloadHash).expect(200);
    await settled(app);

    expect(payout).toMatchObject({ state: 'draft', amount: { amount: 9_000 } });
    expect(one.body).toMatchObject({ state: 'draft', reasons: ['new_bank_account'], approvalsNeeded: 2 });
    expect(between).toEqual(['draft', []]);
    expect(two.body).toMatchObject({ state: 'approved', approvals: [{ isValid: true }, { isValid: true }] });
    expect(await latest(app, seller)).toMatchObject({ state: 'paid' });
    expect(await bankBooks(app, seller)).toEqual([{ state: 'paid', amount: 9_000 }]);

    await released(app, await delivered(app, seller));
    await runPayouts(app);
    await settled(app);
    expect(await payouts(app, seller)).toMatchObject([{ state: 'paid' }, { state: 'paid' }]);
  });

  it('is told to finance with its hash and the end of its account, and to nobody else', async () => {
    const { seller, payout } = await draft();

    const approval = await approvalOf(app, finance().ada, payout.id);
    await get(app, seller, `/v1/finance/payouts/${payout.id}/approval`).expect(403);

    expect(approval).toMatchObject({
      isCurrent: true,
      destinationEnding: expect.stringMatching(/^.{4}$/),
      payloadHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      approvals: [],
      allowedActions: [{ action: 'approve', allowed: true }],
    });
    const read = await app.sql(`select kind from audit_log where subject_id = $1`, [payout.id]);
    expect(read).toContainEqual({ kind: 'payout' });
  });

  it('is not approved twice by the same person, whatever the key; a repeated request is answered as before', async () => {
    const { seller, payout, payloadHash } = await draft();
    const key = randomUUID();
    const first = await approve(app, finance().ada, payout.id, payloadHash, key).expect(200);
    const before = await stateOf(app, seller);

    const replayed = await approve(app, finance().ada, payout.id, payloadHash, key).expect(200);
    const refused = await approve(app, finance().ada, payout.id, payloadHash).expect(409);

    expect(replayed.body).toEqual(first.body);
    expect(refused.body.code).toBe('payout_approved_by_you');
    expect(await stateOf(app, seller)).toEqual(before);
  });

  it('is not approved for another hash than its own', async () => {
    const { seller, payout } = await draft();
    const before = await stateOf(app, seller);

    const refused = await approve(app, finance().ada, payout.id, 'f'.repeat(64)).expect(412);

    expect(refused.body.code).toBe('payout_changed');
    expect(await stateOf(app, seller)).toEqual(before);
  });

  it('fails when the seller names another account, and the approval of the old one is worth nothing', async () => {
    const { seller, payout, payloadHash } = await draft();
    await approve(app, finance().ada, payout.id, payloadHash).expect(200);
    const path = `/v1/sellers/${seller.sellerId}/payout-account`;

    await app.http.put(path).set(bearer(seller.token)).set('If-Match', '"v1"').send(newAccount).expect(200);
    const refused = await approve(app, finance().ben, payout.id, payloadHash);
    await settled(app);

    expect([409, 412]).toContain(refused.status);
    expect(await payouts(app, seller)).toMatchObject([{ state: 'failed', failureCode: 'payout_account_changed' }]);
    expect(await balance(app, seller)).toMatchObject({ available: 9_000, inTransit: 0 });
    expect(await bankBooks(app, seller)).toEqual([]);
    const late = await approve(app, finance().cai, payout.id, payloadHash).expect(409);
    expect(late.body.code).toBe('illegal_transition');
  });

  it.each([
    ['amount', 'amount = amount + 1'],
    ['currency', `currency = 'EUR'`],
    ['payee', 'seller_id = gen_random_uuid()'],
    ['hash', `binding_hash = repeat('a', 64)`],
    ['reasons', `approval_reasons = '{}'`],
  ])('keeps its %s in the database whoever writes', async (_what, change) => {
    const { seller, payout } = await draft();
    const before = await stateOf(app, seller);

    const changing = app.sql(`update payouts set ${change} where id = $1`, [uuidOf(payout)]);

    await expect(changing).rejects.toThrow('the terms of a payout are fixed');
    expect(await stateOf(app, seller)).toEqual(before);
  });

  it('is not moved past its approvals by a statement either', async () => {
    const { seller, payout, payloadHash } = await draft();
    await approve(app, finance().ada, payout.id, payloadHash).expect(200);
    const before = await stateOf(app, seller);

    const moving = app.sql(`update payouts set state = 'approved' where id = $1`, [uuidOf(payout)]);

    await expect(moving).rejects.toThrow('two people have to approve the payout');
    expect(await stateOf(app, seller)).toEqual(before);
  });

  it('needs both approvals within a day; a lapsed one may be given again', async () => {
    const { seller, payout, payloadHash } = await draft();
    await approve(app, finance().ada, payout.id, payloadHash).expect(200);
    await app.sql(`update payout_approvals set approved_at = approved_at - interval '25 hours' where payout_id = $1`, [
      uuidOf(payout),
    ]);

    const second = await approve(app, finance().ben, payout.id, payloadHash).expect(200);
    const again = await approve(app, finance().ada, payout.id, payloadHash).expect(200);
    await settled(app);

    expect(second.body).toMatchObject({ state: 'draft', approvals: [{ isValid: false }, { isValid: true }] });
    expect(again.body.state).toBe('approved');
    expect(await latest(app, seller)).toMatchObject({ state: 'paid' });
  });

  it('is not approved by a hash that its payee, account and amount do not have, though it is stored with it', async () => {
    const { seller, payout } = await draft();
    await app.sql('alter table payouts disable trigger payouts_terms_are_fixed');
    await app.sql(`update payouts set binding_hash = repeat('b', 64) where id = $1`, [uuidOf(payout)]);
    await app.sql('alter table payouts enable trigger payouts_terms_are_fixed');
    const before = await stateOf(app, seller);

    const refused = await approve(app, finance().ben, payout.id, 'b'.repeat(64)).expect(412);

    expect(refused.body.code).toBe('payout_changed');
    expect(await stateOf(app, seller)).toEqual(before);
  });

  it('can be cancelled instead; then nobody can approve it', async () => {
    const { seller, payout, payloadHash } = await draft();
    await approve(app, finance().ada, payout.id, payloadHash).expect(200);

    await asked(app, finance().ben, `payouts/${payout.id}/cancellation`, { reason: 'not ours' }).expect(200);
    const refused = await approve(app, finance().cai, payout.id, payloadHash).expect(409);

    expect(refused.body.code).toBe('illegal_transition');
    expect(await balance(app, seller)).toMatchObject({ available: 9_000, inTransit: 0 });
  });
});

describe('a payout above the limit of its currency', () => {
  it('waits for two people, to a known account too; one at the limit goes by itself', async () => {
    const big = { item: 500_001, tax: 0, shipping: 0, commission: 0, total: 500_001 };
    const [above, at] = [await funded(app, { tier: 'T1' }, 0), await funded(app, { tier: 'T1' }, 0)];
    await released(app, await delivered(app, above, big));
    await released(app, await delivered(app, at, { ...big, item: 500_000, total: 500_000 }));

    await runPayouts(app);
    await settled(app);

    const waiting = await latest(app, above);
    expect(waiting).toMatchObject({ state: 'draft', amount: { amount: 500_001 } });
    expect((await approvalOf(app, finance().ada, waiting.id)).reasons).toEqual(['above_limit']);
    expect(await latest(app, at)).toMatchObject({ state: 'paid', amount: { amount: 500_000 } });
  });
});

describe('a payout that finance asks for', () => {
  const request = (person: Person, sellerId: string, key?: string) =>
    asked(app, person, `sellers/${sellerId}/payouts`, { currency: 'USD' }, key);

  it('is approved by two others, not by whoever asked', async () => {
    const seller = await funded(app, { tier: 'T3' });
    const { ada: asker, ben: first, cai: second } = finance();

    const made = await request(asker, seller.sellerId).expect(201);
    const { payoutId, payloadHash } = made.body as { payoutId: string; payloadHash: string };
    const before = await stateOf(app, seller);
    const own = await approve(app, asker, payoutId, payloadHash).expect(403);
    const after = await stateOf(app, seller);
    await approve(app, first, payoutId, payloadHash).expect(200);
    await approve(app, second, payoutId, payloadHash).expect(200);
    await settled(app);

    expect(made.body).toMatchObject({
      state: 'draft',
      reasons: ['requested_by_hand'],
      requestedBy: asker.userId,
      allowedActions: [{ action: 'approve', allowed: false, reason: 'payout_approver_involved' }],
    });
    expect(own.body.code).toBe('payout_approver_involved');
    expect(after).toEqual(before);
    expect(await latest(app, seller)).toMatchObject({ state: 'paid' });
  });

  it('is made once for a repeated request, and refused where there is nothing', async () => {
    const seller = await funded(app, { tier: 'T3' });
    const key = randomUUID();

    const [one, two] = [
      await request(finance().ada, seller.sellerId, key),
      await request(finance().ada, seller.sellerId, key),
    ];
    const before = await stateOf(app, seller);
    const refused = await request(finance().ada, seller.sellerId).expect(409);

    expect(two.body).toEqual(one.body);
    expect(refused.body).toMatchObject({ code: 'payout_not_possible' });
    expect(await stateOf(app, seller)).toEqual(before);
    await request(finance().ada, 'sel_00000000000000000000000000').expect(404);
    await asked(app, seller, `sellers/${seller.sellerId}/payouts`, { currency: 'USD' }).expect(403);
  });
});

describe('a seller that is closed', () => {
  it('gets what is left, less than the minimum too, once two people have approved it', async () => {
    const seller = await funded(app, { tier: 'T1' }, 0);
    await released(app, await delivered(app, seller, { item: 300, tax: 0, shipping: 0, commission: 0, total: 300 }));
    const left = await funded(app, { tier: 'T1' }, 0);
    await released(app, await delivered(app, left, { item: 300, tax: 0, shipping: 0, commission: 0, total: 300 }));

    await post(app, seller.token, `/v1/sellers/${seller.sellerId}/closure`, { reason: 'Nothing more to sell.' });
    await runPayouts(app);
    const [waiting] = await payouts(app, seller);
    const { reasons, payloadHash } = await approvalOf(app, finance().ada, waiting?.id ?? '');
    await approve(app, finance().ada, waiting?.id ?? '', payloadHash).expect(200);
    await settled(app);
    const between = (await latest(app, seller)).state;
    await approve(app, finance().ben, waiting?.id ?? '', payloadHash).expect(200);
    await settled(app);

    expect([waiting?.state, waiting?.amount, reasons]).toEqual([
      'draft',
      { amount: 300, currency: 'USD' },
      ['seller_closed'],
    ]);
    expect(between).toBe('draft');
    expect(await latest(app, seller)).toMatchObject({ state: 'paid' });
    expect(await bankBooks(app, seller)).toEqual([{ state: 'paid', amount: 300 }]);
    expect(await balance(app, seller)).toMatchObject({ available: 0 });
    expect(await payouts(app, left)).toEqual([]);
  });
});
