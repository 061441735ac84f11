import { asId, fromWire } from '../../../src/kernel/index.js';
import { PayoutAccountChecks } from '../../../src/modules/sellers/payout-account-checks.repository.js';
import { Sellers } from '../../../src/modules/sellers/index.js';
import { SellersRepository } from '../../../src/modules/sellers/sellers.repository.js';
import { VerificationsRepository } from '../../../src/modules/sellers/verifications.repository.js';
import { UnitOfWork, type Tx } from '../../../src/platform/database/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer, freshEmail, type Person } from '../../support/world.identity.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';
import { now } from '../settlement/settlement-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const idOf = ({ sellerId }: ActiveSeller): string => fromWire('sel', sellerId) ?? '';
const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => app.get(UnitOfWork).run(work);

describe('what comes too late about a seller', () => {
  interface Account {
    readonly verification_id: string;
    readonly verification_state: string;
    readonly verification_decided_at: Date;
    readonly verification_needs_operator: boolean;
    readonly changed_at: Date;
    readonly trusted_at: Date | null;
  }
  const accountOf = async (seller: ActiveSeller): Promise<Account> =>
    (await app.sql<Account>('select * from seller_payout_accounts where seller_id = $1', [idOf(seller)]))[0]!;
  /** An account that its provider has verified. */
  async function verified(): Promise<ActiveSeller> {
    const seller = await activeSeller(app);
    await app.sql(
      `update seller_payout_accounts set trusted_at = null, verification_state = 'verified',
              verification_decided_by = 'provider', verification_decided_at = $2 where seller_id = $1`,
      [idOf(seller), now(app)],
    );
    return seller;
  }

  it('asks nobody about a payout account that is decided about', async () => {
    const seller = await verified();
    const before = await accountOf(seller);

    await inTx((tx) => app.get(PayoutAccountChecks).askOperator(tx, before.verification_id));

    expect(await accountOf(seller)).toEqual(before);
  });

  it('does not decide about a payout account again', async () => {
    const seller = await verified();
    const before = await accountOf(seller);
    const decision = { outcome: 'failed', reason: 'another holder', by: 'finance', at: now(app) } as const;

    const decided = await inTx((tx) => app.get(PayoutAccountChecks).decide(tx, before.verification_id, decision));

    expect(decided).toBeUndefined();
    expect(await accountOf(seller)).toEqual(before);
  });

  it('trusts no account that was named after the payout, and trusts one once', async () => {
    const seller = await verified();
    const before = await accountOf(seller);
    const trust = (changedAt: Date) => inTx((tx) => app.get(Sellers).trustPayoutAccount(tx, idOf(seller), changedAt));

    await trust(new Date(before.changed_at.getTime() - 1_000));
    const early = await accountOf(seller);
    await trust(before.changed_at);
    const first = await accountOf(seller);
    await app.advance('PT1H');
    await trust(before.changed_at);

    expect(early).toEqual(before);
    expect(first.trusted_at).toEqual(expect.any(Date));
    expect(await accountOf(seller)).toEqual(first);
  });

  it('asks nobody about a verification that is decided, and does not decide it again', async () => {
    const seller = await activeSeller(app);
    const read = () =>
      app.sql<{ id: string }>('select * from seller_verifications where seller_id = $1', [idOf(seller)]);
    await app.sql(
      `insert into seller_verifications (id, seller_id, documents, submitted_by, submitted_at, outcome, decided_by, decided_at)
       select gen_random_uuid(), $1, '[]', 'test', $2, 'verified', 'test', $2
        where not exists (select from seller_verifications where seller_id = $1)`,
      [idOf(seller), now(app)],
    );
    const before = await read();
    const id = before[0]!.id;
    const decision = { outcome: 'rejected', missing: [], reason: 'late', by: 'test', at: now(app) } as const;

    await inTx((tx) => app.get(VerificationsRepository).askOperator(tx, id));
    const decided = await inTx((tx) => app.get(VerificationsRepository).decide(tx, id, decision));

    expect(decided).toBeUndefined();
    expect(await read()).toEqual(before);
  });

  it('moves it to no tier from one that it has left, and changes no profile of another version', async () => {
    const seller = await activeSeller(app, { tier: 'T1' });
    const id = asId<'sel'>(idOf(seller));
    const read = () => app.sql('select tier, version, display_name from sellers where id = $1', [id]);
    const before = await read();
    const repository = app.get(SellersRepository);

    const moved = await inTx((tx) => repository.changeTier(tx, id, { from: 'T0', to: 'T2' }, now(app)));
    const changed = inTx((tx) => repository.update(tx, id, 99, { displayName: 'Otter & Co' }, now(app)));

    await expect(changed).rejects.toThrow('stale_version');
    expect(moved).toBe(false);
    expect(await read()).toEqual(before);
  });
});

describe('an invitation that nobody has answered in time', () => {
  const invite = (seller: ActiveSeller, email: string) =>
    app.http
      .post(`/v1/sellers/${seller.sellerId}/invitations`)
      .set(bearer(seller.token))
      .send({ email, role: 'staff' })
      .expect(201);
  const answersOf = async (seller: ActiveSeller): Promise<(string | null)[]> => {
    const rows = await app.sql<{ answer: string | null }>(
      'select answer from seller_invitations where seller_id = $1 order by id',
      [idOf(seller)],
    );
    return rows.map(({ answer }) => answer);
  };
  async function accepted(seller: ActiveSeller, grace: Person, email: string): Promise<string> {
    const { invitationId, acceptanceCode } = (await invite(seller, email)).body as Record<string, string>;
    await app.http
      .post(`/v1/me/invitations/${invitationId}/acceptance`)
      .set(bearer(grace.token))
      .send({ acceptanceCode })
      .expect(200);
    return invitationId ?? '';
  }

  it('is closed by the next one to the same person of the same seller, and nothing else is', async () => {
    const [otter, heron] = [await activeSeller(app), await activeSeller(app)];
    const [email, other] = [freshEmail(), freshEmail()];
    const linus = await buyer(app, { email });
    await accepted(otter, linus, email);
    await app.http.delete(`/v1/sellers/${otter.sellerId}/members/${linus.userId}`).set(bearer(otter.token)).expect(204);
    await invite(otter, email);
    await invite(otter, other);
    await invite(heron, email);
    await app.advance('P14D');

    await invite(otter, email);

    expect(await answersOf(otter)).toEqual(['accepted', 'withdrawn', null, null]);
    expect(await answersOf(heron)).toEqual([null]);
  });

  it('is not withdrawn once it was accepted', async () => {
    const seller = await activeSeller(app);
    const email = freshEmail();
    const invitationId = await accepted(seller, await buyer(app, { email }), email);

    const answer = await app.http
      .delete(`/v1/sellers/${seller.sellerId}/invitations/${invitationId}`)
      .set(bearer(seller.token));

    expect(answer.status).toBe(404);
    expect(await answersOf(seller)).toEqual(['accepted']);
  });
});
