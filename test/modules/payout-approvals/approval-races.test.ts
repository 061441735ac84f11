import { bearer, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import { balance, bankBooks, idOf, runPayouts, settled, startSettlement } from '../settlement/settlement-app.js';
import { approvalOf, approve, asked, latest, newcomer, ROUNDS } from './approvals-app.js';

let app: TestApp;
let people: Person[];

beforeAll(async () => {
  app = await startSettlement();
  people = [await staff(app, 'finance'), await staff(app, 'finance'), await staff(app, 'finance')];
});
afterAll(() => app.stop());

async function draft() {
  const seller = await newcomer(app);
  await runPayouts(app);
  const payout = await latest(app, seller);
  const { payloadHash } = await approvalOf(app, people[0] as Person, payout.id);
  return { seller, payoutId: payout.id, payloadHash };
}

const outcomes = (answers: readonly { status: number }[]): number[] => answers.map(({ status }) => status).sort();

describe('approvals at the same time', () => {
  it(`by two people make one approved payout, ${ROUNDS} times`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { seller, payoutId, payloadHash } = await draft();

      const answers = await Promise.all(
        people.slice(0, 2).map((person) => approve(app, person, payoutId, payloadHash)),
      );
      await settled(app);

      expect(outcomes(answers)).toEqual([200, 200]);
      expect(answers.map(({ body }) => (body as { state: string }).state).sort()).toEqual(['approved', 'draft']);
      expect(await latest(app, seller)).toMatchObject({ state: 'paid' });
      expect(await bankBooks(app, seller)).toEqual([{ state: 'paid', amount: 9_000 }]);
    }
  });

  it(`by one person, five times over, are one approval, ${ROUNDS} times`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { seller, payoutId, payloadHash } = await draft();

      const answers = await Promise.all(
        Array.from({ length: 5 }, () => approve(app, people[0] as Person, payoutId, payloadHash)),
      );

      expect(outcomes(answers)).toEqual([200, 409, 409, 409, 409]);
      expect(await latest(app, seller)).toMatchObject({ state: 'draft' });
      expect((await approvalOf(app, people[1] as Person, payoutId)).approvals).toHaveLength(1);
    }
  });

  it(`by three people let the third find it approved, ${ROUNDS} times`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { payoutId, payloadHash } = await draft();

      const answers = await Promise.all(people.map((person) => approve(app, person, payoutId, payloadHash)));

      expect(outcomes(answers)).toEqual([200, 200, 409]);
    }
  });

  it(`as another bank account is named pay the old one or nobody, ${ROUNDS} times`, async () => {
    const theirs = { holder: 'Somebody else', accountNumber: 'DE89370400440532013000', country: 'DE' };
    for (let round = 0; round < ROUNDS; round += 1) {
      const { seller, payoutId, payloadHash } = await draft();
      await approve(app, people[0] as Person, payoutId, payloadHash).expect(200);
      const path = `/v1/sellers/${seller.sellerId}/payout-account`;

      await Promise.all([
        approve(app, people[1] as Person, payoutId, payloadHash),
        app.http.put(path).set(bearer(seller.token)).set('If-Match', '"v1"').send(theirs).expect(200),
      ]);
      await settled(app);

      const { state } = await latest(app, seller);
      const books = await app.sql<{ destination: string }>(
        `select b.destination from sandbox_provider.payouts b join payouts p on p.id::text = b.reference
          where p.seller_id = $1`,
        [idOf(seller)],
      );
      expect(['paid', 'failed']).toContain(state);
      expect(books).toHaveLength(state === 'paid' ? 1 : 0);
      expect(books.map(({ destination }) => destination)).not.toContain(theirs.accountNumber);
      expect(await balance(app, seller)).toMatchObject({ available: state === 'paid' ? 0 : 9_000, inTransit: 0 });
    }
  });

  it(`as a cancellation leave it paid or cancelled, never both, ${ROUNDS} times`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { seller, payoutId, payloadHash } = await draft();
      await approve(app, people[0] as Person, payoutId, payloadHash).expect(200);

      const [approved, cancelled] = await Promise.all([
        approve(app, people[1] as Person, payoutId, payloadHash),
        asked(app, people[2] as Person, `payouts/${payoutId}/cancellation`, { reason: 'a doubt' }),
      ]);
      await settled(app);

      const { state } = await latest(app, seller);
      const after = await balance(app, seller);
      expect(state).toBe(cancelled?.status === 200 ? 'canceled' : 'paid');
      expect(approved?.status === 200 || cancelled?.status === 200).toBe(true);
      expect(after).toMatchObject({ available: state === 'paid' ? 0 : 9_000, inTransit: 0 });
      expect(await bankBooks(app, seller)).toHaveLength(state === 'paid' ? 1 : 0);
    }
  });
});
