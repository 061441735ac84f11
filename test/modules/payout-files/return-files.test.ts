import { fromWire } from '../../../src/kernel/index.js';
import { bearer, type TestApp } from '../../support/index.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import { asked, latest, ROUNDS, stateOf } from '../payout-approvals/approvals-app.js';
import { balance, get, journalKinds, settled } from '../settlement/settlement-app.js';
import { FilesApp, type Line } from './files-app.js';

let files: FilesApp;
let app: TestApp;

beforeAll(async () => {
  files = await FilesApp.start();
  app = files.app;
});
afterAll(() => app.stop());

describe('the return file of a bank', () => {
  it('settles each payout once: paid, failed for the account, failed in passing', async () => {
    const [paid, closed, passing] = (await files.waiting(3)) as [ActiveSeller, ActiveSeller, ActiveSeller];
    const made = await files.batch();

    const answer = await files.returned(
      made.id,
      [paid, 'ACSC'],
      [closed, 'RJCT', '90.00', 'AC04'],
      [passing, 'failed', '', 'AM04'],
    );
    const states = [paid, closed, passing].map((seller) => latest(app, seller));
    const before = await Promise.all([paid, closed, passing].map((seller) => journalKinds(app, seller)));
    const again = await files.returned(made.id, [paid, 'ACSC'], [paid, 'paid'], [closed, 'RJCT', '90.00', 'AC04']);
    await settled(app);

    expect(answer.body).toMatchObject({ applied: 3 });
    expect(await Promise.all(states)).toMatchObject([
      { state: 'paid', failureCode: null },
      { state: 'failed', failureCode: 'AC04' },
      { state: 'failed', failureCode: 'AM04' },
    ]);
    expect(again.body).toMatchObject({
      applied: 0,
      lines: [{ outcome: 'repeated' }, { outcome: 'no_change' }, { outcome: 'repeated' }],
    });
    expect(await Promise.all([paid, closed, passing].map((seller) => journalKinds(app, seller)))).toEqual(before);
    expect(await balance(app, paid)).toMatchObject({ available: 0, inTransit: 0 });
    expect(await balance(app, closed)).toMatchObject({ available: 9_000, inTransit: 0 });
    const account = await get(app, closed, `/v1/sellers/${closed.sellerId}/payout-account`).expect(200);
    expect(account.body).toMatchObject({ state: 'disabled', allowedActions: [{ action: 'replace', allowed: true }] });
    const shown = await app.http
      .get(`/v1/finance/payout-batches/${made.id}`)
      .set(bearer(files.finance.token))
      .expect(200);
    expect(shown.body.states).toMatchObject([
      { state: 'failed', payouts: 2 },
      { state: 'paid', payouts: 1 },
    ]);
  });

  it('may say accepted, then paid, then returned', async () => {
    const [seller] = (await files.waiting(1)) as [ActiveSeller];
    const made = await files.batch();

    await files.returned(made.id, [seller, 'ACSP']);
    const accepted = await latest(app, seller);
    await files.returned(made.id, [seller, 'paid']);
    const paid = await latest(app, seller);
    await files.returned(made.id, [seller, 'RTRN']);

    expect([accepted.state, paid.state]).toEqual(['in_transit', 'paid']);
    expect(await latest(app, seller)).toMatchObject({ state: 'returned' });
    expect(await balance(app, seller)).toMatchObject({ available: 9_000, inTransit: 0 });
  });

  it.each([['at once'], ['after it was accepted']])('may say returned %s without paid', async (when) => {
    const [seller] = (await files.waiting(1)) as [ActiveSeller];
    const made = await files.batch();
    if (when !== 'at once') await files.returned(made.id, [seller, 'ACSP']);

    const back = await files.returned(made.id, [seller, 'RTRN']);
    const late = await files.returned(made.id, [seller, 'paid'], [seller, 'RTRN']);

    expect(back.body).toMatchObject({ applied: 1 });
    expect(late.body).toMatchObject({ applied: 0, lines: [{ outcome: 'no_change' }, { outcome: 'repeated' }] });
    expect(await latest(app, seller)).toMatchObject({ state: 'returned' });
    expect(await balance(app, seller)).toMatchObject({ available: 9_000, inTransit: 0 });
    expect(await journalKinds(app, seller)).toEqual(
      ['created', 'delivered', 'paid', 'released', 'returned'].map((kind) => ({ kind, count: 1 })),
    );
  });

  it('is not believed about another amount, a payout of another file or in words that nobody knows', async () => {
    const [seller] = (await files.waiting(1)) as [ActiveSeller];
    const made = await files.batch();
    const [stranger] = (await files.waiting(1)) as [ActiveSeller];
    const before = [await stateOf(app, seller), await stateOf(app, stranger)];

    const answer = await files.returned(
      made.id,
      [seller, 'paid', '90.01'],
      [seller, 'paid', '9e1'],
      [seller, 'perhaps'],
      [stranger, 'paid'],
    );

    expect(answer.body).toMatchObject({
      applied: 0,
      lines: [
        { outcome: 'mismatch' },
        { outcome: 'unreadable' },
        { outcome: 'unreadable' },
        { outcome: 'unknown_payout', payoutId: null },
      ],
    });
    expect([await stateOf(app, seller), await stateOf(app, stranger)]).toEqual(before);
  });

  it.each([
    ['no lines', 'end_to_end_id,status,amount,currency,reference,code'],
    ['other columns', 'a,b\n1,2'],
    ['a broken quote', 'end_to_end_id,status,amount,currency,reference,code\n"x,paid,1,USD,y,z'],
  ])('is refused with %s', async (_what, content) => {
    await files.waiting(1);
    const made = await files.batch();

    const answer = await asked(app, files.finance, `payout-batches/${made.id}/results`, { content }).expect(422);

    expect(answer.body.code).toBe('return_file_unreadable');
    expect(await app.sql('select * from payout_batch_results where batch_id = $1', [fromWire('pba', made.id)])).toEqual(
      [],
    );
  });

  it(`that comes twice at once pays once, ${ROUNDS} times`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const sellers = await files.waiting(2);
      const made = await files.batch();
      const lines = sellers.map((seller): Line => [seller, 'paid']);

      const answers = await Promise.all([
        files.returned(made.id, ...lines),
        files.returned(made.id, ...lines.reverse()),
      ]);

      const applied = answers.map(({ body }) => (body as { applied: number }).applied);
      expect(applied.reduce((sum, n) => sum + n, 0)).toBe(2);
      for (const seller of sellers) expect(await latest(app, seller)).toMatchObject({ state: 'paid' });
    }
  });
});
